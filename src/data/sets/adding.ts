import { makeAdding } from '../adding.js';
import type { BuiltInSet } from './entry.js';

/** The adding problem, always at hand: regression on sequences. */
export const adding: BuiltInSet = {
  about: 'sums of two marked numbers, built in, 10,000 + 2,000 sequences of 50 x 2',
  make: () => makeAdding(),
};
