import type { Task } from '../../../messages/task.js';
import type { Flight } from '../../../synapses/phases/flight.js';

/** A task that goes back to the queue, and what says which of two at one time waited first. */
export interface Returning {
  readonly time: number;
  readonly task: Task;
  /** Its place among all that waited when they were taken over; -1 of one that waits since. */
  readonly order: number;
  /** When it began to wait, in tau. */
  readonly pushed: number;
  /** Within that instant: what arrived goes on, visits that came too early, what was said, plans. */
  readonly rank: number;
  /** Of a message. */
  readonly flies?: Flight;
}

/** The order in which they would have come out of the queue. */
export function inOrder(a: Returning, b: Returning): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.order >= 0 || b.order >= 0) return placeOf(a) - placeOf(b);
  if (a.flies && b.flies)
    return compareFlights(a.flies, a.flies.delivery.reached, b.flies, b.flies.delivery.reached);
  return a.pushed - b.pushed || a.rank - b.rank;
}

const placeOf = ({ order }: Returning) => (order >= 0 ? order : Number.MAX_SAFE_INTEGER);

/**
 * Two that arrive at one time, at their i-th and j-th synapses: who has come from the earlier arrival before; else who was said
 * first.
 */
export function compareFlights(a: Flight, i: number, b: Flight, j: number): number {
  let [left, right] = [firstOf(a, i), firstOf(b, j)];
  for (;;) {
    const [began, other] = [beganAt(a, left), beganAt(b, right)];
    if (began !== other) return began - other;
    if (left === 0 && right === 0) return a.place - b.place;
    if (left === 0 || right === 0) return left === 0 ? 1 : -1;
    left = firstOf(a, left - 1);
    right = firstOf(b, right - 1);
  }
}

/** When a message began to wait for the k-th of its synapses, in tau. */
export const beganAt = ({ window, delivery }: Pick<Flight, 'window' | 'delivery'>, k: number): number =>
  k === 0 ? delivery.said : window.arrival(delivery, k - 1);

/** The first of its synapses that it reaches when it reaches the k-th. */
function firstOf({ window, delivery }: Flight, k: number): number {
  if (k >= window.line.posts) return k;
  const time = window.arrival(delivery, k);
  let first = k;
  while (first > 0 && window.arrival(delivery, first - 1) === time) first--;
  return first;
}
