import { emnistNames, emnistSet } from './emnist-set.js';

/** Handwritten digits, as MNIST. */
export const emnistMnist = emnistSet({
  name: 'mnist',
  about: 'handwritten digits, drawn anew as MNIST',
  counts: [60_000, 10_000],
  names: emnistNames.digits,
});
