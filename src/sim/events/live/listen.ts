import type { Message } from '../../../messages/message.js';
import { Observable } from '../../../messages/streams.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { listenIn } from '../phases/listening.js';
import { named } from '../watch/named.js';

/** All that the named neurons and synapses say. @throws {InputError} on a name that is not there */
export function listenTo(circuit: PhasedCircuit, selections: readonly string[]): Observable<Message> {
  const { layout, medium } = circuit;
  const who = selections.map((selection) => named(layout, selection));
  const now = () => medium.queue.now();
  return new Observable((subscriber) =>
    listenIn(circuit, who, { now, hear: (message) => subscriber.next(message) }),
  );
}
