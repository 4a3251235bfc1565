import { refuse } from '../../../errors.js';
import { after, multiple } from '../../../math/time.js';
import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import type { Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Parameters } from '../../../network/parameters.js';
import { sampled } from '../../../neurons/phases/speech.js';
import type { Fineness } from '../../../neurons/speech.js';
import type { Phase, Rule } from '../../../rules/rule.js';
import { grains } from '../../../synapses/phases/grains.js';
import { requireWeights } from '../../own-weights.js';
import { toldOf } from '../../told.js';
import { PhasedCircuit } from '../phases/circuit.js';
import { PhaseConductor } from '../phases/conductor.js';
import type { InTime } from '../phases/in-time.js';
import { PhasedMedium } from '../phases/medium.js';
import { parametersOf, weightsOf } from '../phases/parameters.js';
import { isSweep } from '../phases/place.js';
import { adapt, descend } from '../phases/rates.js';
import type { Teaching } from '../phases/script.js';
import type { Segment } from '../present/protocol.js';
import { Answers } from './answers.js';
import { type Lengths, periodOf } from './cycle.js';
import { Latest } from './latest.js';
import { listenTo } from './listen.js';
import { ClockedSegments, type Stretch } from './segments.js';
import type { Units } from './stimulus.js';
import type { Regime, Setting } from './way.js';

/**
 * The phases of a rule under a global clock, cycle after cycle from time 0 on. In each the latest inputs are presented; if
 * their targets are known when the phase of the answer is over, the other phases follow and weights descend, else the network
 * only answers. Inputs that come in between wait for the next cycle, the latest of them only.
 */
export class ClockedCircuit implements Regime {
  private readonly circuit: PhasedCircuit;
  private readonly medium: PhasedMedium;
  private readonly answers: Answers;
  private readonly segments: ClockedSegments;
  private readonly period: number;
  private readonly latest = new Latest();
  /** What outputs have been told in this cycle. */
  private told: Units | undefined;
  private cycle = 0;
  private updates = 0;

  /** @throws {InputError} on weights of the rule's own that are missing */
  constructor(
    private readonly setting: Setting,
    rule: Rule,
    private readonly lengths: Lengths,
  ) {
    const { layout, parameters, queue, grain, delays, seed } = setting;
    requireWeights(layout, parameters, rule);
    this.medium = new PhasedMedium(layout, queue, { delays, seed });
    this.circuit = new PhasedCircuit(layout, rule, weightsOf(parameters), grains[grain], this.medium);
    this.answers = new Answers(this.circuit);
    this.period = periodOf(this.circuit, lengths);
    this.segments = new ClockedSegments(queue, () => this.stretches());
  }

  start(): void {
    this.segments.start();
  }

  get owners(): readonly TaskOwner[] {
    return [this.segments, ...this.circuit.lines.flatMap((line) => line ?? [])];
  }

  get energy(): Energy {
    return this.medium.cost.energy;
  }

  get missed(): number {
    return this.latest.missed;
  }

  show(inputs: Units, targets: Units | undefined): void {
    this.latest.show(inputs, targets);
  }

  teach(targets: Units | null): void {
    this.latest.teach(targets ?? undefined);
  }

  answer(node: string): Float64Array {
    return this.answers.of(node);
  }

  parameters(): Parameters {
    return parametersOf(this.circuit.weights);
  }

  listen(selections: readonly string[]): Observable<Message> {
    return listenTo(this.circuit, selections);
  }

  state(): never {
    return this.refuseSaving('state');
  }

  restore(): never {
    return this.refuseSaving('restore');
  }

  private refuseSaving(method: string): never {
    const got = `rule ${this.circuit.rule.name}`;
    return refuse({ where: `LiveSimulator.${method}`, got, expected: 'rule ar: no other is saved' });
  }

  /** Of a cycle. */
  private *stretches(): Generator<Stretch, void> {
    const { circuit, setting } = this;
    const { queue } = setting;
    const now = () => queue.now();
    const { phases, answer } = circuit.rule;
    const acts = this.conductor().acts();
    yield { begin: () => this.present(), until: now };
    const last = phases.findIndex(({ name }) => name === answer.phase);
    let played = 0;
    for (; this.goesOn(played, last); played++) {
      for (const segment of acts[played]) yield { ...segment, until: segment.until ?? this.endOf(segment) };
      if (played === last) yield { begin: () => this.judge(), until: now };
    }
    const until = () => Math.max(now(), multiple(this.cycle, this.period));
    yield { begin: () => this.conclude(played === phases.length), until };
  }

  /** Up to the answer where anything has been shown; beyond it where it is known what it should have been. */
  private goesOn(played: number, answer: number): boolean {
    const known = played > answer ? this.told : this.latest.inputs;
    return known !== undefined && played < this.circuit.script.length;
  }

  /** Where nothing is waited for: when it has to be over. */
  private endOf({ hops }: Segment): () => number {
    const { hop, sweep } = this.lengths;
    const { queue } = this.setting;
    return () => after(queue.now(), hops === undefined ? sweep : multiple(hops, hop));
  }

  private conductor(): PhaseConductor {
    const { circuit, medium, setting, answers, lengths } = this;
    const { queue, rates, seed } = setting;
    const { rule } = circuit;
    const inTime: InTime = { way: 'trajectory', duration: lengths.duration, flush: false, fineness };
    const change = (tau: number, step: Teaching) => adapt(circuit, rates, tau, step);
    const told = toldOf({ updates: this.updates, seed });
    const means = { circuit, queue, cost: medium.cost, speech: sampled, watch: answers, adapt: change };
    const onEnd = ({ name }: Phase) => {
      if (name === rule.answer.phase) answers.take();
    };
    return new PhaseConductor({ ...means, inTime, told }, { onEnd });
  }

  private present(): void {
    const { circuit } = this;
    this.told = undefined;
    const inputs = this.latest.take();
    if (!inputs) return;
    for (const { population } of circuit.members) population.begin(copied(inputs[population.name]));
    for (const weights of circuit.weights.values()) weights.forgetLowpassed();
    circuit.clear();
    this.answers.open = isSweep(phaseOf(circuit.rule));
  }

  /** The phase of the answer is over: the others follow if it is known what it should have been. */
  private judge(): void {
    this.answers.open = false;
    this.told = this.latest.targets;
    for (const { population } of this.circuit.members) population.judge(copied(this.told?.[population.name]));
  }

  /** @param whole all phases have been played */
  private conclude(whole: boolean): void {
    const { circuit, setting } = this;
    this.cycle++;
    if (whole) {
      this.updates++;
      descend(circuit, setting.rates, 1);
    } else for (const weights of circuit.weights.values()) weights.forget();
  }
}

const phaseOf = ({ phases, answer }: Rule): Phase => phases.find(({ name }) => name === answer.phase)!;

const copied = (values: ArrayLike<number> | undefined) => values && Float64Array.from(values);

/** Nobody speaks by a quantum. */
const fineness = (): Fineness => ({ quantum: 0, relative: 0, anneal: Infinity, smallest: 0 });
