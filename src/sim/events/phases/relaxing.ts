import type { Parameters } from '../../../network/parameters.js';
import { keptFrames } from '../../frames.js';
import type { PhaseEnd } from '../../phase-end.js';
import { isMeant } from '../../roles.js';
import type { Activities, Batch, Relaxed, RelaxPresentation } from '../../simulator.js';
import type { ProtocolState } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import { gradientOf } from './gradients.js';
import { endsOf } from './phase-end.js';
import type { PhaseInTimeState } from './phase-in-time.js';
import type { Player } from './player.js';
import { Presentation, type Stage } from './presentation.js';
import { Table } from './table.js';

/** What a presentation is saved as, beside the state of neurons and synapses. */
export interface RelaxingState {
  /** How far its script has been played. */
  readonly place: ProtocolState;
  readonly answers: Activities;
  readonly ends: readonly PhaseEnd[];
  /** Of each phase in continuous time that has begun. */
  readonly inTime: readonly PhaseInTimeState[];
  /** Parameters as they were, where they move meanwhile. */
  readonly before?: Parameters | undefined;
}

/**
 * A batch presented to be looked at, sample after sample: what it leaves, and every state of every neuron at the end and at
 * recorded steps. It can be stopped at any time and gone on with.
 */
export class Relaxing {
  private readonly shown: Shown;
  private readonly frames: Frames;
  private readonly states: Table;
  private ends: PhaseEnd[][];
  private readonly presentation: Presentation;
  private loss = 0;
  private row = 0;
  private playing: Player;

  /** @param activity the state that neurons are known by, where one is; all states are told if not given */
  constructor(
    private readonly stage: Stage,
    private readonly batch: Batch,
    private readonly presented: RelaxPresentation,
    private readonly activity: string | undefined,
  ) {
    const { size } = batch;
    const keeps = keptFrames(presented);
    const shown = shownOf(stage.circuit, activity);
    this.shown = shown;
    this.frames = new Frames(shown, size, keeps);
    this.states = new Table(size);
    this.ends = Array.from({ length: size }, () => []);
    const rates = { ...presented, learningRate: this.learningRate, summed: true };
    this.presentation = new Presentation(stage, batch, rates, {
      ...(keeps && { onStep: (row: number, step: number) => this.frames.keep(row, step) }),
      onEnd: (row, how) => void this.ends[row].push(how()),
    });
    this.playing = this.presentation.player(0);
  }

  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean {
    while (this.playing.advance(limit)) {
      this.conclude();
      if (++this.row === this.batch.size) return true;
      this.playing = this.presentation.player(this.row);
    }
    return false;
  }

  /** What it has left, when it is over. */
  result(): Relaxed {
    const { presentation, states, frames, ends } = this;
    const { circuit, cost } = this.stage;
    const told = {
      loss: this.loss / this.batch.size,
      forward: presentation.answers,
      gradient: gradientOf(circuit, this.batch.size, this.learningRate),
      course: frames.course,
      energy: cost.energy,
      phases: endsOf(ends),
    };
    if (this.activity !== undefined)
      return { ...told, activity: states.values, messages: cost.energy.messages.down + cost.courses };
    const names = circuit.layout.nodes.map(({ name }) => name);
    const { state } = circuit.rule.answer;
    const { values } = states;
    return {
      ...told,
      activity: Object.fromEntries(names.map((name) => [name, values[`${name}.${state}`]])),
      states: values,
    };
  }

  /** Of one sample. */
  state(): RelaxingState {
    const { playing, presentation, ends } = this;
    const inTime = playing.inTime.map((phase) => phase.state());
    return { place: playing.state(), answers: presentation.answers, ends: ends[0], inTime };
  }

  /** Who plays the sample of the moment. */
  get player(): Player {
    return this.playing;
  }

  /**
   * Of one sample, of which that was passed over which had been played.
   * @param put puts the state of neurons and synapses @param now when it was saved, in tau
   */
  restore({ place, answers, ends, inTime }: RelaxingState, put: () => void, now: number): void {
    this.presentation.present(0);
    put();
    this.presentation.putAnswers(answers);
    this.ends = [[...ends]];
    this.playing.goOn(place, inTime, now);
  }

  private get learningRate(): number {
    return this.presented.learningRate ?? 1;
  }

  private conclude(): void {
    const { row, states } = this;
    this.loss += this.presentation.loss(row);
    putStates(this.shown, states, row);
    this.presented.onSample?.(row + 1);
  }
}

/** Numbers of neurons that are told of, each under its name. */
type Shown = readonly (readonly [name: string, column: Float64Array])[];

/** Every state of every node, by `NODE.STATE`; or one of each, and of inputs that move. */
function shownOf(circuit: PhasedCircuit, activity: string | undefined): Shown {
  const { layout, members, states, script } = circuit;
  const nodes = layout.nodes.map(({ name }) => name);
  if (activity === undefined)
    return states.flatMap((state) =>
      nodes.map((name) => [`${name}.${state}`, circuit.column(name, state)] as const),
    );
  const moves = script.flatMap(({ moves }) => moves.filter(({ kind }) => kind === 'move'));
  return members
    .filter((member) => member.node || moves.some((one) => isMeant(one, member)))
    .map(({ population: { name } }) => [name, circuit.column(name, activity)] as const);
}

/** Frames of a course. */
class Frames {
  private readonly tables = new Map<number, Table>();

  constructor(
    private readonly shown: Shown,
    private readonly samples: number,
    private readonly keeps: ((step: number) => boolean) | undefined,
  ) {}

  keep(row: number, step: number): void {
    if (!this.keeps?.(step)) return;
    let table = this.tables.get(step);
    if (!table) {
      table = new Table(this.samples);
      this.tables.set(step, table);
    }
    putStates(this.shown, table, row);
  }

  get course(): readonly Activities[] {
    return [...this.tables.values()].map(({ values }) => values);
  }
}

function putStates(shown: Shown, table: Table, row: number): void {
  for (const [name, column] of shown) table.put(row, name, column);
}
