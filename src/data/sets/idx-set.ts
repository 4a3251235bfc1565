import type { Checksums } from '../checksums.js';
import { idxSplit } from '../idx.js';
import type { ClassFileSet, DataFile } from './entry.js';

/** What is known of a file: the sha256 of its uncompressed content, or something else. */
export type IdxSum = string | Omit<Checksums, 'bytes'>;

/** The same of the four files. */
export interface IdxSums {
  readonly trainImages: IdxSum;
  readonly trainLabels: IdxSum;
  readonly testImages: IdxSum;
  readonly testLabels: IdxSum;
}

/** A set in the layout of MNIST: 60,000 + 10,000 images of 28 x 28 in ten classes, in four gzipped IDX files. */
export function idxSet(
  folder: string,
  about: string,
  mirrors: readonly string[],
  sums: IdxSums,
  classNames?: readonly string[],
): ClassFileSet {
  const classes = 10;
  const file = (name: string, bytes: number, sum: IdxSum): DataFile => ({
    folder,
    name,
    mirrors,
    bytes,
    ...(typeof sum === 'string' ? { sha256: sum } : sum),
  });
  return {
    about,
    classes,
    ...(classNames && { classNames }),
    files: [
      file('train-images-idx3-ubyte.gz', 16 + 60_000 * 784, sums.trainImages),
      file('train-labels-idx1-ubyte.gz', 8 + 60_000, sums.trainLabels),
      file('t10k-images-idx3-ubyte.gz', 16 + 10_000 * 784, sums.testImages),
      file('t10k-labels-idx1-ubyte.gz', 8 + 10_000, sums.testLabels),
    ],
    read: ([trainImages, trainLabels, testImages, testLabels]) => ({
      train: idxSplit(trainImages, trainLabels, classes),
      test: idxSplit(testImages, testLabels, classes),
    }),
  };
}
