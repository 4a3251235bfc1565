import { readCifar } from '../cifar.js';
import { cifar10File } from './cifar-files.js';
import type { ClassFileSet } from './entry.js';

const labels = { count: 1, at: 0, classes: 10 } as const;

/** A part of CIFAR-10 for where the rest is not at hand. Figures are not those of the published test batch. */
export const cifar10Part: ClassFileSet = {
  about: 'a part of cifar-10: batches 1 and 2 to learn from, 5 to be judged by, 20,000 + 10,000 images',
  part: 'batches 1 and 2 to learn from, 5 to be judged by',
  classes: 10,
  files: [cifar10File('data_batch_1.bin'), cifar10File('data_batch_2.bin'), cifar10File('data_batch_5.bin')],
  read: (contents) => ({
    train: readCifar(contents.slice(0, 2), labels),
    test: readCifar(contents.slice(2), labels),
  }),
};
