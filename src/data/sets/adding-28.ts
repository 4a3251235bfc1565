import { makeAdding } from '../adding.js';
import type { BuiltInSet } from './entry.js';

/** The adding problem over 28 steps, as many as MNIST has rows. */
export const adding28: BuiltInSet = {
  about: 'sums of two marked numbers, built in, 10,000 + 2,000 sequences of 28 x 2',
  make: () => ({ ...makeAdding({ steps: 28 }), name: 'adding-28' }),
};
