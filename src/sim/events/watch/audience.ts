import { Observable } from 'rxjs';
import type { Message } from '../../../messages/message.js';
import type { Layout } from '../../../network/layout.js';
import type { Rule } from '../../../rules/rule.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { listenIn } from '../phases/listening.js';
import { RuleReplay } from '../phases/rule-replay.js';
import { named } from './named.js';
import { StateWatch } from './state-watch.js';

/** Somebody who hears some actors, in whatever circuit they are. */
interface Listener {
  readonly selections: readonly string[];
  hear(message: Message): void;
}

/** All who listen to the actors of a simulator, or look at them: whatever circuit is made for a rule, they are wired to it. */
export class Audience {
  /** With what ends it, where there is a circuit. */
  private readonly listeners = new Map<Listener, (() => void) | undefined>();
  /** Those who look at states. */
  readonly states: StateWatch;
  private wire: ((listener: Listener) => () => void) | undefined;
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
      this.listeners.set(listener, this.wire?.(listener));
      return () => {
        this.listeners.get(listener)?.();
        this.listeners.delete(listener);
      };
    });
  }

  /** From now on, until it is stopped, neurons say what a log says. @throws {InputError} as `RuleReplay` */
  replay(rule: Rule, log: Iterable<unknown>, name: string): RuleReplay {
    this.replaying = new RuleReplay(this.layout, rule, log, name);
    if (this.circuit) this.replaying.attend(this.circuit);
    return this.replaying;
  }

  /** A circuit has been made, in place of the last one. */
  attend(circuit: PhasedCircuit, now: () => number): void {
    this.circuit = circuit;
    this.states.attend(circuit, now);
    this.replaying?.attend(circuit);
    this.wire = ({ selections, hear }) => {
      const who = selections.map((selection) => named(this.layout, selection));
      return listenIn(circuit, who, { now, hear });
    };
    for (const [listener, end] of this.listeners) {
      end?.();
      this.listeners.set(listener, this.wire(listener));
    }
  }
}
