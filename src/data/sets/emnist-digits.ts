import { emnistNames, emnistSet } from './emnist-set.js';

/** Handwritten digits of many people, as many of each. */
export const emnistDigits = emnistSet({
  name: 'digits',
  about: 'handwritten digits',
  counts: [240_000, 40_000],
  names: emnistNames.digits,
});
