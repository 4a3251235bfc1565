import { createHash } from 'node:crypto';
import { refuse } from '../errors.js';

/** One half of a data set: images with their labels, kept as bytes. */
export interface Split {
  /** Number of images. */
  readonly count: number;
  /** Shape of one image, such as [28, 28] (rows, columns); its product is the size of an image. */
  readonly shape: readonly number[];
  /** count x size bytes, one image after another, row by row. */
  readonly pixels: Uint8Array;
  /** A pixel times this lies in [0, 1]: 1/255 or 1/16. */
  readonly scale: number;
  /** One class per image, 0 .. classes - 1. */
  readonly labels: Uint8Array;
}

/** Images to learn from and images to be judged by. */
export interface DataSet {
  readonly name: string;
  readonly classes: number;
  readonly train: Split;
  readonly test: Split;
  /**
   * sha256, in hex, over the uncompressed content of all its files in the order of the catalogue;
   * for a built-in set over pixels and labels of train, then of test.
   */
  readonly checksum: string;
  /** False when a file is not the published one, such as a subset of one's own; a built-in set is always verified. */
  readonly verified: boolean;
  /** Where it comes from: a directory, or 'built in, seed 1'. */
  readonly source: string;
}

/** Number of pixels of one image. */
export function imageSize(split: Split): number {
  return split.shape.reduce((product, n) => product * n, 1);
}

/** sha256 in hex over several pieces, as if they were one. */
export function sha256(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/**
 * Writes the images numbered `indices` as one minibatch: pixels in [0, 1] into `inputs` (indices x size)
 * and one-hot labels into `targets` (indices x classes). Everything else stays bytes: MNIST as floats
 * would take four times the memory.
 * @throws {InputError} when an array has the wrong length, or an index or label is out of range
 */
export function fillBatch(
  split: Split,
  indices: Uint32Array,
  classes: number,
  inputs: Float32Array,
  targets: Float32Array,
): void {
  const size = imageSize(split);
  checkLength('inputs', inputs.length, indices.length, size);
  checkLength('targets', targets.length, indices.length, classes);
  targets.fill(0);
  for (let row = 0; row < indices.length; row++) {
    const image = indices[row];
    if (image >= split.count) refuseItem('indices', row, image, split.count);
    const label = split.labels[image];
    if (label >= classes) refuseItem('split.labels', image, label, classes);
    targets[row * classes + label] = 1;
    const from = image * size;
    const to = row * size;
    for (let i = 0; i < size; i++) inputs[to + i] = split.pixels[from + i] * split.scale;
  }
}

function checkLength(what: string, got: number, rows: number, width: number): void {
  if (got === rows * width) return;
  refuse({
    where: `fillBatch.${what}`,
    got: `length ${got}`,
    expected: `${rows} x ${width} = ${rows * width}`,
  });
}

function refuseItem(what: string, at: number, got: number, limit: number): never {
  return refuse({ where: `fillBatch.${what}[${at}]`, got: String(got), expected: `0 .. ${limit - 1}` });
}
