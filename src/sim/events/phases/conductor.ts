import { fail } from '../../../errors.js';
import type { EventQueue } from '../../../messages/queue.js';
import { levels, type Task, type TaskOwner } from '../../../messages/task.js';
import { type Speech, sampled } from '../../../neurons/phases/speech.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { Phase, Signals } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { Segment } from '../present/protocol.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Cost } from './cost.js';
import type { InTime, Lead } from './in-time.js';
import { moves } from './motions.js';
import { isSweep } from './place.js';
import type { Act, Follow, Message, Step, Teaching } from './script.js';
import { StepTask } from './step-task.js';
import { playThresholds } from './threshold-play.js';
import { playTrajectories } from './trajectory-play.js';

/** What leads neurons through a presentation. */
export interface Led {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly cost: Cost;
  readonly speech: Speech;
  /** Phases that move do so in continuous time. */
  readonly inTime: InTime | undefined;
  /** Weights change by what they have added up in so many tau. */
  readonly adapt: (tau: number) => void;
}

/** Whoever looks on. */
export interface Onlooker {
  /** Somebody looks at steps. */
  readonly watches?: boolean;
  /** After so many steps of an act; 0: before the first. */
  onStep?(act: number, step: number): void;
  onEnd?(phase: Phase): void;
}

/** Those whose turn it is: some neurons of each population. */
interface Turn {
  readonly member: Member;
  readonly units: Int32Array;
}

/** Leads neurons through the phases of a rule: a statement after the other, a step at every tick of the event queue. */
export class PhaseConductor implements TaskOwner, Lead {
  readonly address = 'conductor';

  constructor(
    private readonly led: Led,
    private readonly onlooker: Onlooker = {},
  ) {}

  /** All phases, or up to one and with it: stretches to be played one after the other. */
  *segments(last?: string): Generator<Segment, void> {
    const { circuit, inTime } = this.led;
    for (const [k, act] of circuit.script.entries()) {
      if (isSweep(act.phase)) yield this.sweep(act);
      else if (inTime && moves(act)) yield* this.inTime(act, k, inTime);
      else yield* this.course(act, k);
      if (act.phase.name === last) return;
    }
  }

  all(list: readonly Step[], signals: Signals, heard = true): void {
    const { circuit, speech } = this.led;
    if (!heard) circuit.hush(true);
    for (const step of list) {
      const turns = circuit.of(step.who).map((member) => ({ member, units: member.population.all }));
      if (heard || step.kind !== 'say') this.have(step, turns, signals, speech);
      else this.put(step, turns, signals);
    }
    if (!heard) circuit.hush(false);
  }

  say(message: Message, member: Member, units: Int32Array, signals: Signals): void {
    this.utter(message, [{ member, units }], signals, sampled);
  }

  count({ path }: Message, { population }: Member, speakers: number): void {
    const { circuit, cost } = this.led;
    cost.say(circuit.rule.paths[path], speakers, population.voices[path].fan);
  }

  /** A step that was waiting. @param what number of the act, and of the step */
  taskOf(what: unknown): Task {
    const [act, step] = what as readonly [number, number];
    return new StepTask(this, act, step);
  }

  /** The time of a step has come. */
  take(act: number, step: number): void {
    const { phase, moves, talk } = this.led.circuit.script[act];
    const signals = { ...signalsOf(phase), step };
    this.all(moves, signals);
    this.all(talk, signals);
    this.onlooker.onStep?.(act, step);
  }

  /** Of a sweep under way that is gone on with: those who wait go on when they have heard all. */
  resume(act: Act): void {
    for (const member of this.led.circuit.members)
      member.population.arrivals.resume(this.whenReady(act, member));
  }

  /** Begins and talk; moves and talk, at every tick; ends. */
  private *course({ phase, begins, talk, ends }: Act, k: number): Generator<Segment, void> {
    const { queue } = this.led;
    const signals = signalsOf(phase);
    const begin = () => {
      this.all(begins, signals);
      this.all(talk, signals);
      this.onlooker.onStep?.(k, 0);
      queue.stepBy(signals.stepSize);
    };
    yield { begin, until: () => queue.now() };
    const steps = numberOfSteps(phase);
    for (let step = 1; step <= steps; step++) {
      const plan = () => queue.at(queue.tick(step), new StepTask(this, k, step), levels.arrives);
      yield { begin: plan, until: () => queue.tick(step) };
    }
    const end = () => {
      queue.stepBy(undefined);
      this.all(ends, signals);
      this.onlooker.onEnd?.(phase);
    };
    yield { end };
  }

  /** Begins, talk and moves in continuous time; ends. */
  private *inTime(act: Act, k: number, options: InTime): Generator<Segment, void> {
    const { circuit, queue } = this.led;
    const { watches, onStep } = this.onlooker;
    const signals = signalsOf(act.phase);
    const onLook = watches ? (step: number) => onStep?.(k, step) : undefined;
    const scene = { circuit, queue, signals, onLook, moving: circuit.moving(act)!, lead: this };
    yield* (options.way === 'trajectory' ? playTrajectories : playThresholds)(scene, options);
    const begin = () => {
      this.all(act.ends, signals);
      this.onlooker.onEnd?.(act.phase);
    };
    // What comes then are plans that came to nothing.
    yield { begin };
  }

  private sweep(act: Act): Segment {
    const { circuit } = this.led;
    const begin = () => {
      for (const member of circuit.members) {
        const { population } = member;
        const messages = circuit.awaited(population, act.talk);
        population.arrivals.await(messages, this.whenReady(act, member));
      }
    };
    const end = () => {
      for (const { population } of circuit.members) {
        const waiting = population.arrivals.end();
        if (waiting > 0) refuseWaiting(act.phase, population.name, waiting);
      }
      this.onlooker.onEnd?.(act.phase);
    };
    return { begin, end };
  }

  private whenReady(act: Act, member: Member): () => void {
    return () => this.led.queue.soon({ run: () => this.go(act, member) });
  }

  private go({ phase, begins, talk, ends }: Act, member: Member): void {
    const turn = { member, units: member.population.arrivals.take() };
    const signals = signalsOf(phase);
    for (const list of [begins, talk, ends]) {
      for (const step of list) if (isMeant(step.who, member)) this.have(step, [turn], signals, sampled);
    }
  }

  private have(step: Step, turns: readonly Turn[], signals: Signals, speech: Speech): void {
    if (step.kind === 'say') this.utter(step, turns, signals, speech);
    else if (step.kind === 'set' || step.kind === 'move') follow(step as Follow, turns, signals);
    else if (step.kind === 'learn') this.teach(step as Teaching, turns, signals);
    else this.adapt(step as Teaching, turns, signals);
  }

  private utter(message: Message, turns: readonly Turn[], signals: Signals, speech: Speech): void {
    const { path, keys, recipes } = message;
    for (const { member, units } of turns)
      this.count(message, member, member.population.compose(path, keys, recipes, units, signals, speech));
    for (const { member } of turns) member.population.voices[path].deliver(keys);
  }

  /** What they say stands where it is heard, though nobody says anything. */
  private put({ path, keys, recipes }: Message, turns: readonly Turn[], signals: Signals): void {
    for (const { member, units } of turns)
      member.population.compose(path, keys, recipes, units, signals, sampled);
    for (const { member } of turns) member.population.voices[path].put(keys);
  }

  /** Weights move now; what has been said was weighed before. */
  private adapt(step: Teaching, turns: readonly Turn[], signals: Signals): void {
    const { circuit, adapt } = this.led;
    circuit.settle();
    this.teach(step, turns, signals);
    adapt(signals.stepSize);
  }

  private teach({ terms }: Teaching, turns: readonly Turn[], signals: Signals): void {
    for (const [path, term] of terms) {
      for (const { member, units } of turns) {
        const { population } = member;
        population.teach(path, term, units, signals);
        const fan = population.afferents[path].reduce((sum, one) => sum + one.fan, 0);
        this.led.cost.teach(units.length, fan);
      }
    }
  }
}

function follow({ kind, states, recipes }: Follow, turns: readonly Turn[], signals: Signals): void {
  for (const { member, units } of turns) member.population[kind](states, recipes, units, signals);
}

const signalsOf = ({ stepSize = 1 }: Phase): Signals => ({ stepSize, step: 0, update: 0 });

function refuseWaiting({ name, order }: Phase, node: string, waiting: number): never {
  return fail({
    where: `phase ${name}`,
    got: `${waiting} neurons of ${node} that wait for messages`,
    expected: `messages from everybody on the paths of a phase with order ${order}`,
  });
}
