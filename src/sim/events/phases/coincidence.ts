import type { AxonWindow } from '../../../synapses/phases/axon-window.js';
import type { Flight } from '../../../synapses/phases/flight.js';
import type { Delivery } from '../../../synapses/phases/on-the-way.js';
import { compareFlights } from './stretch-order.js';

/** What has come to a neuron at the time at which it goes on. */
export interface Cause {
  /** A number for each population. */
  readonly population: number;
  readonly unit: number;
  readonly time: number;
  readonly flights: () => readonly Flight[];
  /** It waits for the last of them; else it goes on from the first. */
  readonly waits: boolean;
}

/** What a neuron has said in a stretch, on one line. */
export interface Said {
  readonly window: AxonWindow;
  readonly delivery: Delivery;
  readonly cause: Cause;
  /** Its number among those under way on the line; -1 before it is. */
  at: number;
}

/** An arrival at a neuron: the k-th of the synapses of a message. */
interface Arrival {
  readonly flight: Flight;
  readonly k: number;
}

/** In the order in which it was said: of one time as neurons became ready, those of a population one after the other. */
export function inOrderOfSaying(said: readonly Said[]): readonly Said[] {
  const all = [...said].sort((a, b) => a.delivery.said - b.delivery.said);
  const ordered: Said[] = [];
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to].delivery.said === all[from].delivery.said) to++;
    const some = all.slice(from, to);
    ordered.push(...(some.every(({ cause }) => cause === some[0].cause) ? some : atOnce(some)));
  }
  return ordered;
}

function atOnce(said: readonly Said[]): readonly Said[] {
  const first = new Map(said.map(({ cause }) => [cause, arrivalOf(cause)]));
  const causes = [...first.keys()].sort((a, b) => compareArrivals(first.get(a), first.get(b)));
  const populations = [...new Set(causes.map(({ population }) => population))];
  const turns = populations.flatMap((one) => causes.filter(({ population }) => population === one));
  const turnOf = new Map(turns.map((cause, k) => [cause, k]));
  return [...said].sort((a, b) => {
    const { cause } = a;
    if (cause.population !== b.cause.population) return turnOf.get(cause)! - turnOf.get(b.cause)!;
    // A line after the other, and on each all of the population.
    return a.window.number - b.window.number || turnOf.get(cause)! - turnOf.get(b.cause)!;
  });
}

/** The arrival by which a neuron became ready. */
function arrivalOf({ unit, time, flights, waits }: Cause): Arrival | undefined {
  const arrivals = flights().map((flight) => ({ flight, k: synapseOf(flight, unit, time) }));
  arrivals.sort(compareArrivals);
  return waits ? arrivals.at(-1) : arrivals[0];
}

function compareArrivals(a: Arrival | undefined, b: Arrival | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  if (a.flight.delivery === b.flight.delivery) return a.k - b.k;
  return compareFlights(a.flight, a.k, b.flight, b.k);
}

/** The synapse at which a message has come to a neuron at a time. */
function synapseOf({ window, delivery }: Flight, unit: number, time: number): number {
  let k = delivery.reached - 1;
  while (k > 0 && !(window.target(delivery, k) === unit && window.arrival(delivery, k) === time)) k--;
  return k;
}
