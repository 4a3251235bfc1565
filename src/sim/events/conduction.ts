import type { Trajectory } from '../../neurons/trajectory.js';
import type { Mailbox } from './inbox.js';
import type { EventQueue } from './queue.js';

/** A weighed value that leaves a synapse at `time` reaches the mailbox `delay` tau later; without delay, at once. */
export function conduct(
  queue: EventQueue,
  time: number,
  delay: number,
  mailbox: Mailbox,
  place: number,
  value: number,
): void {
  if (delay === 0) mailbox.deliver(place, value);
  else queue.at(time + delay, { run: () => mailbox.deliver(place, value) });
}

/** The same for a future: what leaves now arrives after the delay, and runs from then on. */
export function conductFuture(
  queue: EventQueue,
  time: number,
  delay: number,
  mailbox: Mailbox,
  place: number,
  weight: number,
  future: Trajectory,
): void {
  if (delay === 0) {
    mailbox.foretell(place, weight, future);
    return;
  }
  const delayed = { ...future, origin: future.origin + delay };
  queue.at(time + delay, { run: () => mailbox.foretell(place, weight, delayed) });
}
