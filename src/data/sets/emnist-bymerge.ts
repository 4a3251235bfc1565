import { emnistNames, emnistSet } from './emnist-set.js';

/** All handwritten digits and letters of NIST in 47 classes. */
export const emnistBymerge = emnistSet({
  name: 'bymerge',
  about: 'handwritten digits and letters, 47 classes, as many as there are',
  counts: [697_932, 116_323],
  names: emnistNames.merged,
});
