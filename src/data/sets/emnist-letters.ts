import { emnistNames, emnistSet } from './emnist-set.js';

/** Handwritten letters, capital and small ones together; their labels begin at 1. */
export const emnistLetters = emnistSet({
  name: 'letters',
  about: 'handwritten letters, capital and small together',
  counts: [124_800, 20_800],
  names: emnistNames.letters,
  from: 1,
});
