import { refuse } from '../errors.js';
import { type ClassSplit, inputSize, type RealSplit, type Split } from './dataset.js';

/** Writes the input numbered `sample` from place `at` on. */
export type WriteInput = (to: Float32Array, at: number, sample: number) => void;

/**
 * Writes the samples numbered `indices` as one minibatch: scaled inputs into `inputs` (indices x size) and into `targets`
 * (indices x width) the one-hot class, or the target as it is. Everything else stays as it was read: MNIST as floats
 * would take four times the memory.
 * @param width number of classes, or of numbers in a target
 * @param write how an input is written, if not just scaled
 * @throws {InputError} when an array has the wrong length, or an index or label is out of range
 */
export function fillBatch(
  split: Split,
  indices: Uint32Array,
  width: number,
  inputs: Float32Array,
  targets: Float32Array,
  write: WriteInput = scaling(split),
): void {
  const size = inputSize(split);
  checkLength('inputs', inputs.length, indices.length, size);
  checkLength('targets', targets.length, indices.length, width);
  for (const [row, sample] of indices.entries()) {
    if (sample >= split.count) refuseItem('indices', row, sample, split.count);
    write(inputs, row * size, sample);
  }
  if ('labels' in split) fillClasses(split, indices, width, targets);
  else fillReals(split, indices, width, targets);
}

function scaling(split: Split): WriteInput {
  const { inputs, scale } = split;
  const size = inputSize(split);
  return (to, at, sample) => {
    for (let i = 0; i < size; i++) to[at + i] = inputs[sample * size + i] * scale;
  };
}

function fillClasses(
  { labels }: ClassSplit,
  indices: Uint32Array,
  classes: number,
  targets: Float32Array,
): void {
  targets.fill(0);
  for (const [row, sample] of indices.entries()) {
    const label = labels[sample];
    if (label >= classes) refuseItem('split.labels', sample, label, classes);
    targets[row * classes + label] = 1;
  }
}

function fillReals(split: RealSplit, indices: Uint32Array, width: number, targets: Float32Array): void {
  checkLength('split.targets', split.targets.length, split.count, width);
  for (const [row, sample] of indices.entries())
    targets.set(split.targets.subarray(sample * width, (sample + 1) * width), row * width);
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
