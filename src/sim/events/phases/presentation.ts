import type { EventQueue } from '../../../messages/queue.js';
import type { Values } from '../../../network/parameters.js';
import { type Speech, sampled } from '../../../neurons/phases/speech.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { Phase } from '../../../rules/rule.js';
import { factorsOf } from '../../factors.js';
import type { PhaseEnd } from '../../phase-end.js';
import type { Activities, Batch, LearningRates, Presentation as Presented } from '../../simulator.js';
import { type Told, toldOf } from '../../told.js';
import { chained } from '../present/chained.js';
import type { Segment } from '../present/protocol.js';
import type { PhasedCircuit } from './circuit.js';
import { PhaseConductor } from './conductor.js';
import type { Cost } from './cost.js';
import type { InTime } from './in-time.js';
import { Kept } from './kept.js';
import { kinksOf } from './kink-play.js';
import { lossOf } from './loss.js';
import { endOf } from './phase-end.js';
import { Player } from './player.js';
import { adapt } from './rates.js';
import type { Teaching } from './script.js';
import type { StateWatcher } from './state-watcher.js';
import type { Order } from './stepping.js';
import { Table } from './table.js';

/** What samples are presented to. */
export interface Stage {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly cost: Cost;
  readonly speech?: Speech;
  /** Of those who move in a step; all at once if not given. */
  readonly order?: Order;
  readonly inTime?: InTime | undefined;
  readonly watch?: StateWatcher | undefined;
}

/** Of a batch: all of it, or its inputs alone. */
export type Stimuli = Pick<Batch, 'inputs' | 'size'> & Partial<Pick<Batch, 'targets' | 'factors'>>;

/** Whoever looks at a sample. */
export interface Looks {
  /** After so many steps of all phases together. */
  onStep?(row: number, step: number): void;
  /** A phase has ended. @param how looked at only when it is asked for, then and there */
  onEnd?(row: number, how: () => PhaseEnd): void;
}

/** How weights move during the phases and whether that is summed, what everybody is told, and what was kept of samples. */
export type Terms = LearningRates & { readonly summed?: boolean } & Partial<
    Pick<Presented, 'updates' | 'seed' | 'kept'>
  >;

/** Presents the samples of a batch, one after the other, and keeps what the network answers. */
export class Presentation {
  private readonly table: Table;
  private readonly keeping: Kept;
  private readonly told: Told;
  private readonly factors: Readonly<Record<string, Values>>;

  constructor(
    private readonly stage: Stage,
    private readonly stimuli: Stimuli,
    private readonly terms: Terms,
    private readonly looks: Looks = {},
  ) {
    this.table = new Table(stimuli.size);
    this.keeping = new Kept(stage.circuit, stimuli.size, terms.kept);
    this.told = toldOf(terms);
    const { targets, ...rest } = stimuli;
    this.factors = targets ? factorsOf(stage.circuit.rule, { ...rest, targets }) : {};
  }

  /** Answers of all nodes. */
  get answers(): Activities {
    return this.table.values;
  }

  /** What the rule keeps of the samples that have been played to the end. */
  get kept(): Activities {
    return this.keeping.values;
  }

  /** Plays a sample, up to a phase and with it, or to the end. */
  play(row: number, last?: string): void {
    this.player(row, last).advance(Infinity);
  }

  /** Who plays a sample, up to a phase and with it, or to the end. */
  player(row: number, last?: string): Player {
    const { queue, circuit } = this.stage;
    return new Player(queue, circuit, () => {
      const conductor = this.conductor(row);
      return { conductor, segments: this.segments(conductor, row, last) };
    });
  }

  private segments(conductor: PhaseConductor, row: number, last?: string): IterableIterator<Segment, void> {
    const { queue } = this.stage;
    const begin = () => {
      queue.restart();
      this.present(row);
    };
    const until = () => queue.now();
    const finish = () => {
      queue.samplers.sampleLast(queue.now());
      if (last === undefined) this.keeping.end(row);
    };
    const end = [{ begin: finish, until }];
    // In continuous time there are plans that came to nothing.
    return chained([[{ begin, until }], ...conductor.segments(last), this.stage.inTime ? [...end, {}] : end]);
  }

  private conductor(row: number): PhaseConductor {
    const { speech = sampled, inTime } = this.stage;
    const { circuit } = this.stage;
    const { terms } = this;
    const change = (tau: number, step: Teaching) => adapt(circuit, terms, tau, step, terms.summed);
    return new PhaseConductor(
      { ...this.stage, speech, inTime, adapt: change, told: this.told },
      {
        watches: this.looks.onStep !== undefined || this.stage.queue.samplers.any,
        counts: this.looks.onStep !== undefined,
        onStep: (act, step) => this.look(row, act, step),
        onEnd: (phase) => this.end(row, phase),
      },
    );
  }

  /** Loss of a sample at its answers, summed over output nodes. */
  loss(row: number): number {
    const { layout } = this.stage.circuit;
    return lossOf(layout, (name) => this.table.column(name), this.stimuli.targets!, row);
  }

  /** A sample is presented: nothing has been said yet. */
  present(row: number): void {
    const { inputs, targets } = this.stimuli;
    const rowOf = (set: Batch['inputs'] | undefined, name: string, size: number) =>
      set?.[name]?.data.subarray(row * size, (row + 1) * size);
    const told = Object.entries(this.factors).map(([name, { data }]) => [name, data[row]] as const);
    const factors = Object.fromEntries(told);
    for (const { population } of this.stage.circuit.members) {
      const { name, size } = population;
      population.tell(factors, row);
      population.begin(rowOf(inputs, name, size), rowOf(targets, name, size));
    }
    this.keeping.begin(row);
    for (const weights of this.stage.circuit.weights.values()) weights.forgetLowpassed();
    this.stage.circuit.clear();
  }

  /** Answers of a sample of which a part was played before. */
  putAnswers(answers: Activities): void {
    for (const [name, { data }] of Object.entries(answers)) this.table.put(0, name, data as Float64Array);
  }

  /** Steps are counted through all phases that have some; each begins where the last one ended. */
  private look(row: number, act: number, step: number): void {
    if (!this.looks.onStep) return;
    const { script } = this.stage.circuit;
    const steps = script.slice(0, act).reduce((sum, { phase }) => sum + numberOfSteps(phase), 0);
    if (step === 0 && (steps > 0 || script[act].phase.steps === undefined)) return;
    this.looks.onStep(row, steps + step);
  }

  private end(row: number, phase: Phase): void {
    const { circuit } = this.stage;
    const { answer } = circuit.rule;
    if (phase.name === answer.phase)
      for (const { name } of circuit.layout.nodes)
        this.table.put(row, name, circuit.column(name, answer.state));
    if (!this.looks.onEnd) return;
    this.looks.onEnd(row, () => {
      const act = circuit.script.find((one) => one.phase === phase)!;
      const kinks = this.stage.inTime && kinksOf(circuit.moving(act));
      return endOf(circuit, act, this.told, kinks);
    });
  }
}
