import { idxSplit } from '../idx.js';
import type { ClassFileSet, DataFile } from './entry.js';

/** The sha256 of the four uncompressed files, in hex. */
export interface IdxSums {
  readonly trainImages: string;
  readonly trainLabels: string;
  readonly testImages: string;
  readonly testLabels: string;
}

/** A set in the layout of MNIST: 60,000 + 10,000 images of 28 x 28 in ten classes, in four gzipped IDX files. */
export function idxSet(
  folder: string,
  about: string,
  mirrors: readonly string[],
  sums: IdxSums,
): ClassFileSet {
  const classes = 10;
  const file = (name: string, bytes: number, sha256: string): DataFile => ({
    folder,
    name,
    mirrors,
    bytes,
    sha256,
  });
  return {
    about,
    classes,
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
