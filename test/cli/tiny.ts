import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, writeSafetensors } from '../../src/lab/safetensors/index.js';
import { randomStream } from '../../src/math/random.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { idxBytes } from '../data/scratch.js';

const side = 4;
const classes = 10;

/** 16-6-10, for the images of `tinyMnist`. */
export const tinyNetwork = {
  input: [side, side],
  layers: [
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'dense', units: classes, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.3 } },
};

/** Writes a value as JSON. @returns the path */
export function jsonFile(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

/** Writes a folder that RELAXON_DATA can name, with an mnist of 4 x 4 pixels that takes no time. @returns it */
export function tinyMnist(folder: string, trainCount = 120, testCount = 40, seed = 1): string {
  mkdirSync(join(folder, 'mnist'), { recursive: true });
  const write = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, 'mnist', name), bytes);
  for (const [prefix, count] of [
    ['train', trainCount],
    ['t10k', testCount],
  ] as const) {
    const { pixels, labels } = images(prefix, count, seed);
    write(`${prefix}-images-idx3-ubyte`, idxBytes([count, side, side], pixels));
    write(`${prefix}-labels-idx1-ubyte`, idxBytes([count], labels));
  }
  return folder;
}

/** The network's initial parameters as tensors. */
export function tensorsFor(description: unknown, dtype: 'F32' | 'F64' = 'F32', seed = 1): [string, Tensor][] {
  const parameters = initialParameters(parseNetwork(description), seed);
  return Object.entries(parameters).map(([name, { shape, data }]) => [name, tensor(shape, [...data], dtype)]);
}

/** Numbers as a tensor. */
export function tensor(
  shape: readonly number[],
  numbers: readonly number[],
  dtype: 'F32' | 'F64' = 'F32',
): Tensor {
  return dtype === 'F32'
    ? { dtype, shape, data: Float32Array.from(numbers) }
    : { dtype, shape, data: Float64Array.from(numbers) };
}

/** Writes tensors as safetensors. @returns the path */
export function tensorFile(
  folder: string,
  name: string,
  tensors: readonly (readonly [string, Tensor])[],
): string {
  const path = join(folder, name);
  writeSafetensors(path, tensors);
  return path;
}

// Each class brightens three pixels of its own; the rest is noise.
function images(name: string, count: number, seed: number): { pixels: number[]; labels: number[] } {
  const stream = randomStream(seed, name);
  const labels = Array.from({ length: count }, () => stream.integer(classes));
  const pixels = labels.flatMap((label) =>
    Array.from({ length: side * side }, (_, i) => {
      const bright = (i * 7 + label * 3) % (side * side) < 3;
      return stream.integer(90) + (bright ? 165 : 0);
    }),
  );
  return { pixels, labels };
}
