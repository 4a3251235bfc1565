import { fail } from '../../../errors.js';
import type { EventQueue } from '../../../messages/queue.js';
import { levels } from '../../../messages/task.js';
import { type Speech, sampled } from '../../../neurons/phases/speech.js';
import { numberOfSteps } from '../../../rules/names.js';
import type { Phase, Signals } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { Member, PhasedCircuit } from './circuit.js';
import type { Cost } from './cost.js';
import type { Act, Follow, Message, Step, Teaching } from './script.js';

/** What leads neurons through a presentation. */
export interface Led {
  readonly circuit: PhasedCircuit;
  readonly queue: EventQueue;
  readonly cost: Cost;
  readonly speech: Speech;
  /** Weights change by what they have added up in so many tau. */
  readonly adapt: (tau: number) => void;
}

/** Whoever looks on. */
export interface Onlooker {
  /** After so many steps of a phase; 0: before the first. */
  onStep?(phase: Phase, step: number): void;
  onEnd?(phase: Phase): void;
}

/** Those whose turn it is: some neurons of each population. */
interface Turn {
  readonly member: Member;
  readonly units: Int32Array;
}

/** Leads neurons through the phases of a rule: a statement after the other, a step at every tick of the event queue. */
export class PhaseConductor {
  constructor(
    private readonly led: Led,
    private readonly onlooker: Onlooker = {},
  ) {}

  /** All phases, or up to one and with it. */
  play(last?: string): void {
    for (const act of this.led.circuit.script) {
      if (act.phase.order && act.phase.steps === undefined) this.sweep(act);
      else this.course(act);
      this.onlooker.onEnd?.(act.phase);
      if (act.phase.name === last) return;
    }
  }

  /** Begins and talk; moves and talk, at every tick; ends. */
  private course({ phase, begins, talk, moves, ends }: Act): void {
    const { queue } = this.led;
    const signals = signalsOf(phase);
    this.all(begins, signals);
    this.all(talk, signals);
    this.onlooker.onStep?.(phase, 0);
    const steps = numberOfSteps(phase);
    queue.stepBy(signals.stepSize);
    const next = (step: number) => {
      if (step > steps) return;
      queue.at(queue.tick(step), { run: () => take(step) }, levels.arrives);
    };
    const take = (step: number) => {
      this.all(moves, { ...signals, step });
      this.all(talk, { ...signals, step });
      this.onlooker.onStep?.(phase, step);
      next(step + 1);
    };
    next(1);
    queue.run();
    queue.stepBy(undefined);
    this.all(ends, signals);
  }

  /** Each neuron goes once, when all that it awaits has arrived. */
  private sweep(act: Act): void {
    const { circuit, queue } = this.led;
    for (const member of circuit.members) {
      const { population } = member;
      population.arrivals.await(circuit.awaited(population, act.talk), () =>
        queue.soon({ run: () => this.go(act, member) }),
      );
    }
    queue.run();
    for (const { population } of circuit.members) {
      const waiting = population.arrivals.end();
      if (waiting > 0) refuseWaiting(act.phase, population.name, waiting);
    }
  }

  private go({ phase, begins, talk, ends }: Act, member: Member): void {
    const turn = { member, units: member.population.arrivals.take() };
    const signals = signalsOf(phase);
    for (const list of [begins, talk, ends]) {
      for (const step of list) if (isMeant(step.who, member)) this.have(step, [turn], signals, sampled);
    }
  }

  private all(list: readonly Step[], signals: Signals): void {
    const { circuit, speech } = this.led;
    for (const step of list) {
      const turns = circuit.of(step.who).map((member) => ({ member, units: member.population.all }));
      this.have(step, turns, signals, speech);
    }
  }

  private have(step: Step, turns: readonly Turn[], signals: Signals, speech: Speech): void {
    if (step.kind === 'say') this.say(step, turns, signals, speech);
    else if (step.kind === 'set' || step.kind === 'move') follow(step as Follow, turns, signals);
    else if (step.kind === 'learn') this.teach(step as Teaching, turns, signals);
    else this.adapt(step as Teaching, turns, signals);
  }

  private say(
    { path, keys, recipes }: Message,
    turns: readonly Turn[],
    signals: Signals,
    speech: Speech,
  ): void {
    const { circuit, cost } = this.led;
    for (const { member, units } of turns) {
      const { population } = member;
      const speakers = population.compose(path, keys, recipes, units, signals, speech);
      cost.say(circuit.rule.paths[path], speakers, population.voices[path].fan);
    }
    for (const { member } of turns) member.population.voices[path].deliver(keys);
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
