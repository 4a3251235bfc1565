import { readCifar } from '../cifar.js';
import { cifar100Files } from './cifar-files.js';
import type { ClassFileSet } from './entry.js';

/** CIFAR-100 by one of the two labels of its records. */
export const cifar100Set = (about: string, at: 0 | 1, classes: number): ClassFileSet => ({
  about: `${about}, 50,000 + 10,000 images of 32 x 32 x 3`,
  classes,
  files: cifar100Files,
  read: ([train, test]) => ({
    train: readCifar([train], { count: 2, at, classes }),
    test: readCifar([test], { count: 2, at, classes }),
  }),
});
