import { readCifar } from '../cifar.js';
import { cifar10File } from './cifar-files.js';
import type { ClassFileSet } from './entry.js';

const labels = { count: 1, at: 0, classes: 10 } as const;

/** Colour photographs of ten kinds of things (Krizhevsky 2009, "Learning multiple layers of features from tiny images"). */
export const cifar10: ClassFileSet = {
  about: 'photographs of ten kinds of things, 50,000 + 10,000 images of 32 x 32 x 3',
  classes: 10,
  files: [
    cifar10File('data_batch_1.bin'),
    cifar10File('data_batch_2.bin'),
    cifar10File('data_batch_3.bin'),
    cifar10File('data_batch_4.bin'),
    cifar10File('data_batch_5.bin'),
    cifar10File('test_batch.bin'),
  ],
  read: (contents) => ({
    train: readCifar(contents.slice(0, 5), labels),
    test: readCifar(contents.slice(5), labels),
  }),
};
