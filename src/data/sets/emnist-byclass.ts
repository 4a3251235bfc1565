import { emnistNames, emnistSet } from './emnist-set.js';

/** All handwritten digits and letters of NIST. */
export const emnistByclass = emnistSet({
  name: 'byclass',
  about: 'handwritten digits and letters, 62 classes, as many as there are',
  counts: [697_932, 116_323],
  names: emnistNames.all,
});
