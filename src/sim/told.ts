import { randomStream } from '../math/random.js';
import type { Signals } from '../rules/rule.js';
import type { Presentation } from './simulator.js';

/** What everybody is told in a whole presentation. */
export type Told = Pick<Signals, 'update' | 'draw' | 'seed'>;

/** The draw is a function of the seed and the number of the update alone: both engines draw the same. */
export function toldOf({ updates: update = 0, seed = 1 }: Pick<Presentation, 'updates' | 'seed'>): Told {
  const stream = randomStream(seed, `update ${update}`);
  // The first numbers of streams with like names are alike.
  for (let i = 0; i < 8; i++) stream.uniform();
  return { update, draw: stream.uniform(), seed };
}
