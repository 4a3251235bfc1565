import { Observable } from 'rxjs';
import type { Message } from '../../../messages/message.js';
import type { Layout } from '../../../network/layout.js';
import type { Rule } from '../../../rules/rule.js';
import type { Circuit } from '../build/circuit.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { listenIn } from '../phases/listening.js';
import { RuleReplay } from '../phases/rule-replay.js';
import { named } from './named.js';
import { select } from './selection.js';
import { StateWatch } from './state-watch.js';

/** Somebody who hears some actors, in whatever circuit they are. */
interface Listener {
  readonly selections: readonly string[];
  hear(message: Message): void;
}

/** All who listen to the actors, or look at them of a simulator: whatever circuit is made for a rule, they are wired to it. */
export class Audience {
  private readonly listeners = new Map<Listener, Map<object, () => void>>();
  private readonly wirings = new Map<object, (listener: Listener) => () => void>();

  /** Those who look at states. */
  readonly states: StateWatch;
  private circuit: PhasedCircuit | undefined;
  private replaying: RuleReplay | undefined;

  constructor(private readonly layout: Layout) {
    this.states = new StateWatch(layout);
  }

  /** Everything that the named neurons and synapses say. @throws {InputError} on a name that is not there */
  listen(selections: readonly string[]): Observable<Message> {
    for (const selection of selections) named(this.layout, selection);
    return new Observable((subscriber) => {
      const listener: Listener = { selections, hear: (message) => subscriber.next(message) };
      const ends = new Map([...this.wirings].map(([kind, wire]) => [kind, wire(listener)] as const));
      this.listeners.set(listener, ends);
      return () => {
        this.listeners.delete(listener);
        for (const end of ends.values()) end();
      };
    });
  }

  /** The circuit of activation relaxation has been made. */
  attend(circuit: Circuit): void {
    this.wire(actors, ({ selections, hear }) => {
      const known = selections.filter((selection) => !/\.(feedback|direct)(\[|$)/.test(selection));
      const all = known.flatMap((selection) => select(circuit, selection));
      const heard = all.map(({ messages }) => messages.subscribe({ next: hear }));
      return () => {
        for (const one of heard) one.unsubscribe();
      };
    });
  }

  /** From now on, until it is stopped, neurons say what a log says. @throws {InputError} as `RuleReplay` */
  replay(rule: Rule, log: Iterable<unknown>, name: string): RuleReplay {
    this.replaying = new RuleReplay(this.layout, rule, log, name);
    if (this.circuit) this.replaying.attend(this.circuit);
    return this.replaying;
  }

  /** A circuit for a rule in phases has been made, in place of the last one. */
  attendPhases(circuit: PhasedCircuit, now: () => number): void {
    this.circuit = circuit;
    this.states.attend(circuit, now);
    this.replaying?.attend(circuit);
    this.wire(phases, ({ selections, hear }) => {
      const who = selections.map((selection) => named(this.layout, selection));
      return listenIn(circuit, who, { now, hear });
    });
  }

  private wire(kind: object, wire: (listener: Listener) => () => void): void {
    this.wirings.set(kind, wire);
    for (const [listener, ends] of this.listeners) {
      ends.get(kind)?.();
      ends.set(kind, wire(listener));
    }
  }
}

const actors = {};
const phases = {};
