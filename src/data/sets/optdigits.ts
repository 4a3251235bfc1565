import { readOptdigits } from '../optdigits.js';
import type { ClassFileSet, DataFile } from './entry.js';

const folder = 'optdigits';
const mirrors = ['https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/'];
const train: DataFile = {
  folder,
  name: 'optdigits.tra',
  mirrors,
  bytes: 563_639,
  sha256: 'e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd',
};
const test: DataFile = {
  folder,
  name: 'optdigits.tes',
  mirrors,
  bytes: 264_712,
  sha256: '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8',
};

/** Handwritten digits of 43 people, reduced to 8 x 8 (Alpaydin, Kaynak 1998, UCI; CC BY 4.0). */
export const optdigits: ClassFileSet = {
  about: 'handwritten digits, 3,823 + 1,797 images of 8 x 8',
  classes: 10,
  files: [train, test],
  read: ([a, b]) => ({ train: readOptdigits(a), test: readOptdigits(b) }),
};
