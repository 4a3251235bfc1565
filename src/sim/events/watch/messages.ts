import { Subscription } from 'rxjs';
import type { Message } from '../../../messages/message.js';
import type { Audible } from './selection.js';

/** Listens to some actors until it is stopped; what it hears goes to `hear`, in the order it is said. */
export function record(actors: readonly Audible[], hear: (message: Message) => void): Subscription {
  const all = new Subscription();
  for (const { messages } of actors) all.add(messages.subscribe({ next: hear }));
  return all;
}
