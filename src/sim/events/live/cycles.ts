import { after, multiple } from '../../../math/time.js';
import type { TaskOwner } from '../../../messages/task.js';
import { sampled } from '../../../neurons/phases/speech.js';
import type { Fineness } from '../../../neurons/speech.js';
import type { Phase } from '../../../rules/rule.js';
import { toldOf } from '../../told.js';
import { PhaseConductor } from '../phases/conductor.js';
import type { PhaseInTimeState } from '../phases/phase-in-time.js';
import { isSweep } from '../phases/place.js';
import { adapt, descend } from '../phases/rates.js';
import type { Act, Teaching } from '../phases/script.js';
import type { ProtocolState, Segment } from '../present/protocol.js';
import { Answers, type AnswersState } from './answers.js';
import { type Lengths, periodOf } from './cycle.js';
import { Latest, type LatestState } from './latest.js';
import type { PhasedNetwork } from './phased-network.js';
import { ClockedSegments, type Stretch } from './segments.js';
import { copyUnits, type Units } from './stimulus.js';
import type { Setting } from './way.js';

/** Where the clock is. */
export interface CyclesState {
  readonly cycle: number;
  readonly updates: number;
  readonly told: Units | undefined;
  readonly latest: LatestState;
  readonly answers: AnswersState;
  /** How far this cycle has been played. */
  readonly place: ProtocolState;
  /** Of phases in continuous time that have begun in it. */
  readonly inTime: readonly PhaseInTimeState[];
}

/**
 * The phases of a rule under a global clock, cycle after cycle from time 0 on. In each the latest inputs are presented; if
 * their targets are known when the phase of the answer is over, the other phases follow and weights descend, else the network
 * only answers. Inputs that come in between wait for the next cycle, the latest of them only.
 */
export class Cycles {
  readonly latest = new Latest();
  readonly answers: Answers;
  private readonly segments: ClockedSegments;
  private readonly period: number;
  /** What outputs have been told in this cycle. */
  private told: Units | undefined;
  private cycle = 0;
  private updates = 0;
  /** Who leads through this cycle, and the phase that is played. */
  private conductor: PhaseConductor | undefined;
  private playing: Act | undefined;

  constructor(
    private readonly setting: Setting,
    private readonly network: PhasedNetwork,
    private readonly lengths: Lengths,
  ) {
    this.answers = new Answers(network.circuit);
    this.period = periodOf(network.circuit, lengths);
    this.segments = new ClockedSegments(setting.queue, () => this.stretches());
  }

  start(): void {
    this.segments.start();
  }

  /** Of this cycle; and of one before it, for plans that came to nothing stay in the queue. */
  get owners(): readonly TaskOwner[] {
    const { conductor, segments } = this;
    const before = this.makeConductor();
    for (const act of before.acts()) Array.from(act);
    const now = conductor ? [conductor, ...ownersIn(conductor)] : [];
    return [segments, ...ownersIn(before), ...now];
  }

  state(): CyclesState {
    const { cycle, updates, told, latest, answers, segments, conductor } = this;
    return {
      ...{ cycle, updates, told: told && copyUnits(told) },
      latest: latest.state(),
      answers: answers.state(),
      place: segments.state(),
      inTime: conductor?.phasesInTime.map((phase) => phase.state()) ?? [],
    };
  }

  /** @param put puts the state of neurons and synapses */
  restore({ cycle, updates, told, latest, answers, place, inTime }: CyclesState, put: () => void): void {
    Object.assign(this, { cycle, updates, told: told && copyUnits(told) });
    this.latest.restore(latest);
    this.show(told);
    put();
    this.answers.restore(answers);
    this.segments.restore(place);
    const { playing, conductor } = this;
    if (playing && isSweep(playing.phase)) conductor!.resume(playing);
    for (const [k, phase] of (conductor?.phasesInTime ?? []).entries()) phase.restore(inTime[k], 0);
  }

  /** Of a cycle. */
  private *stretches(): Generator<Stretch, void> {
    const { script, rule } = this.network.circuit;
    const { queue } = this.setting;
    const now = () => queue.now();
    this.conductor = this.makeConductor();
    const acts = this.conductor.acts();
    yield { begin: () => this.present(), until: now };
    const answer = rule.phases.findIndex(({ name }) => name === rule.answer.phase);
    let k = 0;
    for (; k < acts.length && (k > answer ? this.told : this.latest.inputs); k++) {
      this.playing = script[k];
      for (const segment of acts[k]) yield { ...segment, until: segment.until ?? this.endOf(segment) };
      if (k === answer) yield { begin: () => this.judge(), until: now };
    }
    this.playing = undefined;
    const begin = () => this.conclude(k === acts.length);
    yield { begin, until: () => Math.max(now(), multiple(this.cycle, this.period)) };
  }

  /** Where nothing is waited for: when it has to be over. */
  private endOf({ hops }: Segment): () => number {
    const { hop, sweep } = this.lengths;
    return () => after(this.setting.queue.now(), hops === undefined ? sweep : multiple(hops, hop));
  }

  private makeConductor(): PhaseConductor {
    const { answers, lengths, setting, updates } = this;
    const { queue, rates, seed } = setting;
    const { circuit, medium } = this.network;
    const change = (tau: number, step: Teaching) => adapt(circuit, rates, tau, step);
    const means = { circuit, queue, cost: medium.cost, speech: sampled, watch: answers, adapt: change };
    const inTime = { way: 'trajectory', duration: lengths.duration, flush: false, fineness } as const;
    const onEnd = ({ name }: Phase) => {
      if (name === circuit.rule.answer.phase) answers.take();
    };
    return new PhaseConductor({ ...means, inTime, told: toldOf({ updates, seed }) }, { onEnd });
  }

  /** A cycle begins: nothing has been said. */
  private present(): void {
    const { circuit } = this.network;
    this.told = undefined;
    if (!this.latest.take()) return;
    this.show(undefined);
    for (const weights of circuit.weights.values()) weights.forgetLowpassed();
    circuit.clear();
    const { phases, answer } = circuit.rule;
    this.answers.open = phases.some((phase) => phase.name === answer.phase && isSweep(phase));
  }

  private show(targets: Units | undefined): void {
    const { inputs } = this.latest;
    for (const { population } of this.network.circuit.members)
      population.begin(copied(inputs, population.name), copied(targets, population.name));
  }

  /** The phase of the answer is over: the others follow if it is known what it should have been. */
  private judge(): void {
    this.answers.open = false;
    this.told = this.latest.targets;
    for (const { population } of this.network.circuit.members)
      population.judge(copied(this.told, population.name));
  }

  /** @param whole all phases have been played */
  private conclude(whole: boolean): void {
    const { circuit } = this.network;
    this.cycle++;
    if (whole) {
      this.updates++;
      descend(circuit, this.setting.rates, 1);
    } else for (const weights of circuit.weights.values()) weights.forget();
  }
}

const ownersIn = ({ phasesInTime }: PhaseConductor) => phasesInTime.flatMap(({ owners }) => owners);

const copied = (units: Units | undefined, name: string) => units?.[name] && Float64Array.from(units[name]);

/** Nobody speaks by a quantum. */
const fineness = (): Fineness => ({ quantum: 0, relative: 0, anneal: Infinity, smallest: 0 });
