import { emnistNames, emnistSet } from './emnist-set.js';

/** Handwritten digits and letters in 47 classes, as many of each. */
export const emnistBalanced = emnistSet({
  name: 'balanced',
  about: 'handwritten digits and letters, 47 classes',
  counts: [112_800, 18_800],
  names: emnistNames.merged,
});
