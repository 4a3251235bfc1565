import { readSvhn } from '../svhn.js';
import type { ClassFileSet, DataFile } from './entry.js';

const file = (name: string, bytes: number, md5: string): DataFile => ({
  ...{ folder: 'svhn', name, mirrors: ['http://ufldl.stanford.edu/housenumbers/'], bytes, md5 },
});

/** Digits of house numbers in colour, cropped from photographs of streets (Netzer et al. 2011). */
export const svhn: ClassFileSet = {
  about: 'digits of house numbers, 73,257 + 26,032 images of 32 x 32 x 3',
  classes: 10,
  files: [
    file('train_32x32.mat', 182_040_794, 'e26dedcc434d2e4c54c9b2d4a06d8373'),
    file('test_32x32.mat', 64_275_384, 'eb5a983be6a315427106f1b164d9cef3'),
  ],
  read: ([train, test]) => ({ train: readSvhn(train), test: readSvhn(test) }),
};
