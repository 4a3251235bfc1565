import type { Optimiser } from '../../synapses/optimiser.js';
import { optimiserNeeds } from '../../synapses/optimiser-needs.js';
import { type Audit, highest, type Level, type Need, type Reading } from './levels.js';

/** Said of what nobody has watched. */
export const derivedLine = 'derived from equations: nothing of it was watched';

const whence: Readonly<Record<Exclude<Level, 0>, string>> = {
  1: 'an earlier phase',
  2: 'a signal that all hear at once',
  3: 'the weight of another synapse',
  4: 'none of its own',
};

/** What an optimiser adds to that of any rule, by its equations. */
export const optimiserReadings = (optimiser: Optimiser): readonly Reading[] =>
  optimiserNeeds(optimiser).map((need) => ({
    ...derivedReading(need),
    ...(need.level === 1 && { from: 'own trace, since the last update' }),
  }));

/** What clipping gradients by the norm of all of them adds: each synapse is told what all others have learnt. */
export const clipNormReadings: readonly Reading[] = [
  {
    ...derivedReading({ update: 'weight', reads: 'norm of all gradients', level: 4 }),
    from: 'the gradients of all synapses of the network',
  },
];

/** An audit of a rule, and what an optimiser, or a clip, adds to it. */
export function withReadings<A extends Audit & { readonly level: Level }>(
  audit: A,
  added: readonly Reading[],
): A {
  const readings = [...audit.readings, ...added];
  return { ...audit, readings, level: highest(readings) };
}

/** A need that follows from equations, as it is read. */
export function derivedReading(need: Need): Reading {
  return { ...{ ...need, from: whence[need.level] }, ...{ where: [], senders: [], count: 0, age: 0 } };
}
