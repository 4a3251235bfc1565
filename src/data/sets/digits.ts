import { makeDigits } from '../digits/digits.js';
import type { BuiltInSet } from './entry.js';

/** Drawn digits, always at hand: for a first run, and for tests without a network. */
export const digits: BuiltInSet = {
  about: 'drawn digits, built in, 10,000 + 2,000 images of 28 x 28',
  classes: 10,
  make: () => makeDigits(),
};
