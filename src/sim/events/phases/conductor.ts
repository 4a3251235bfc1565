import { levels, type Task, type TaskOwner } from '../../../messages/task.js';
import { sampled } from '../../../neurons/phases/speech.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { Phase, Signals } from '../../../rules/rule.js';
import type { Segment } from '../present/protocol.js';
import type { InTime } from './in-time.js';
import type { Led, Onlooker } from './led.js';
import type { Passage } from './passages.js';
import { PhaseInTime, type Speaker } from './phase-in-time.js';
import { answersOf, hopsOf, untilSaid, wayOf } from './place.js';
import { playOf } from './plays.js';
import type { Act, Step } from './script.js';
import { Statements } from './statements.js';
import { StepTask } from './step-task.js';
import { Stepping } from './stepping.js';
import { type SaidBy, saidBy, stretchesOnce, sweptBy } from './stretches-of.js';
import { endAwaiting } from './waiting.js';

/** Leads neurons through the phases of a rule: a statement after the other, a step at every tick of the event queue. */
export class PhaseConductor implements TaskOwner {
  readonly address = 'conductor';
  /** Phases in continuous time that have begun. */
  readonly phasesInTime: PhaseInTime[] = [];
  private readonly statements: Statements;
  /** Of the phase that is played. */
  private stepping: Stepping | undefined;

  constructor(
    private readonly led: Led,
    private readonly onlooker: Onlooker = {},
  ) {
    this.statements = new Statements(led);
  }

  /** All phases, or up to one and with it: stretches to be played one after the other. */
  segments(last?: string): Generator<Segment, void>[] {
    const { script } = this.led.circuit;
    const all = last === undefined ? script.length : 1 + script.findIndex(({ phase }) => phase.name === last);
    return this.acts().slice(0, all);
  }

  /** Stretches of each phase. */
  acts(): Generator<Segment, void>[] {
    const { circuit, inTime } = this.led;
    return circuit.script.map((act, k) => {
      const way = wayOf(act, inTime !== undefined);
      if (way === 'sweep') return this.sweep(act);
      if (way === 'in time') return this.inTime(act, k, inTime!);
      return way === 'instant' ? this.instant(act, k) : this.course(act, k);
    });
  }

  /** A step that was waiting. @param what number of the act, and of the step */
  taskOf(what: unknown): Task {
    const [act, step] = what as readonly [number, number];
    return new StepTask(this, act, step);
  }

  /** The time of a step. */
  tick(step: number): number {
    return this.led.queue.clock!.time(step);
  }

  /** A step waits for its time. */
  plan(step: StepTask, time: number): void {
    this.led.queue.at(time, step, levels.ends);
  }

  /** The time of a step has come: all move by what had arrived before, and then talk, by what has arrived by now. */
  take(act: number, step: number): void {
    const signals = this.signals(this.led.circuit.script[act].phase);
    this.stepping?.take(step, signals, () => this.onlooker.onStep?.(act, step));
  }

  /** Of a sweep under way that is gone on with: those who wait go on when they have heard all. */
  resume(act: Act): void {
    for (const passage of this.led.circuit.turns.sweep(act))
      passage.member.population.arrivals.resume(this.whenReady(act, passage));
    this.playBy(sweptBy(this.led.circuit, act));
  }

  /** Begins and talk; moves and talk, at every tick; ends, when all that was said has arrived and been answered. */
  private *course(act: Act, k: number): Generator<Segment, void> {
    const { queue, circuit } = this.led;
    const { phase, begins, ends } = act;
    const signals = this.signals(phase);
    const stepping = new Stepping({ ...this.led, statements: this.statements }, act);
    this.stepping = stepping;
    const begin = () => {
      queue.stepBy(signals.stepSize);
      this.statements.all(begins, signals);
      stepping.begin(signals);
      this.onlooker.onStep?.(k, 0);
    };
    yield { begin, until: () => queue.now() };
    const steps = numberOfSteps(phase);
    for (let step = 1; step <= steps; step++) yield new StepTask(this, k, step);
    const answer = () => stepping.answer({ ...signals, step: steps });
    for (let round = 0; round < answersOf(circuit); round++) yield round === 0 ? {} : { begin: answer };
    yield { end: () => queue.stepBy(undefined) };
    for (const some of untilSaid(circuit, ends)) yield this.said(some, signals);
    yield { begin: () => this.onlooker.onEnd?.(phase) };
  }

  /** Begins, talk and moves in continuous time; ends. */
  private *inTime(act: Act, k: number, options: InTime): Generator<Segment, void> {
    const { circuit, queue } = this.led;
    const signals = this.signals(act.phase);
    const onLook = this.onlooker.watches ? (step: number) => this.onlooker.onStep?.(k, step) : undefined;
    const enter = (speakers: readonly Speaker[]) => {
      const phase = new PhaseInTime(act.phase.name, speakers);
      this.phasesInTime.push(phase);
      return phase;
    };
    const [lead, moving] = [this.statements, circuit.moving(act)!];
    const counted = this.onlooker.counts === true;
    const scene = { circuit, queue, signals, onLook, counted, moving, lead, enter };
    yield* playOf(scene, options)(scene, options);
    const until = circuit.medium.late ? {} : { until: () => queue.now() };
    for (const some of untilSaid(circuit, act.ends)) yield { ...this.said(some, signals), ...until };
    const end = () => {
      this.onlooker.onEnd?.(act.phase);
      if (act === circuit.script.at(-1)) queue.samplers.sampleLast(queue.now());
    };
    yield { begin: end, until: () => queue.now() };
  }

  /** A phase without steps: nobody goes on before what is said has arrived. */
  private *instant({ phase, begins, talk, ends }: Act, k: number): Generator<Segment, void> {
    const { circuit } = this.led;
    const signals = this.signals(phase);
    for (const some of untilSaid(circuit, [...begins, ...talk])) yield this.said(some, signals);
    yield { begin: () => this.onlooker.onStep?.(k, 0), hops: 0 };
    for (const some of untilSaid(circuit, ends)) yield this.said(some, signals);
    yield { end: () => this.onlooker.onEnd?.(phase), hops: 0 };
  }

  /** Statements are done by all; what they say last arrives. */
  private said(some: readonly Step[], signals: Signals): Segment {
    const begin = () => {
      this.statements.all(some, signals);
      this.playBy(saidBy(this.led.circuit, some));
    };
    return { begin, hops: hopsOf(some) };
  }

  /** Each neuron goes once, when all that it awaits has arrived. */
  private *sweep(act: Act): Generator<Segment, void> {
    const { circuit } = this.led;
    const { members, medium } = circuit;
    const begin = () => {
      for (const passage of circuit.turns.sweep(act))
        passage.member.population.arrivals.await(passage.messages, this.whenReady(act, passage));
      this.playBy(sweptBy(circuit, act));
    };
    const { name, order } = act.phase;
    const wanted = {
      what: 'messages',
      expected: `messages from everybody on the paths of a phase with order ${order}`,
    };
    const end = () => {
      const all = members.map(({ population }) => population);
      endAwaiting(all, name, wanted);
      this.onlooker.onEnd?.(act.phase);
    };
    if (!medium.loses) {
      yield { begin, end };
      return;
    }
    yield { begin };
    // Where messages are lost for good, whoever still waits goes on with what has arrived: a global signal.
    const inOrder = act.phase.order === 'down' ? [...members].reverse() : members;
    for (const { population } of inOrder) yield { begin: () => population.arrivals.makeAll() };
    yield { end };
  }

  /** What is said is under way for some time. */
  private playBy(said: readonly SaidBy[]): void {
    const { circuit, queue } = this.led;
    const over = this.phasesInTime.flatMap(({ spoken }) => spoken);
    queue.later.playBy(stretchesOnce({ circuit, queue, lead: this.statements }, said, over));
  }

  private whenReady(act: Act, passage: Passage): () => void {
    const go = { run: () => this.go(act, passage) };
    return () => this.led.queue.soon(go);
  }

  private go({ phase }: Act, { member, steps }: Passage): void {
    const turns = [{ member, units: member.population.arrivals.take() }];
    const signals = this.signals(phase);
    for (const step of steps) this.statements.have(step, turns, signals, sampled);
  }

  private signals({ stepSize = 1 }: Phase): Signals {
    const { update, draw, seed } = this.led.told;
    return { stepSize, step: 0, update, draw, seed };
  }
}
