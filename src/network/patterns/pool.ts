import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { Pair } from '../../math/window.js';
import { type Shape, sizeOf } from '../shapes.js';
import { imageOf } from './convolution.js';
import { type Groups, groupsOf } from './groups.js';

const positive = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const pair = z.union([positive, z.tuple([positive, positive])], 'one number, or [height, width]');

/**
 * Windows that overlap where the stride is smaller than the kernel, and are beside each other where there is none; what is left over
 * on the right and at the bottom belongs to none, as in PyTorch.
 */
export const poolKeys = { kernel: pair, stride: pair.optional() };

export interface PoolSpec {
  readonly kernel: number | Pair;
  /** The kernel, if not given. */
  readonly stride?: number | Pair | undefined;
}

const pairOf = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);
const kernelOf = ({ kernel }: PoolSpec): Pair => pairOf(kernel);
const strideOf = ({ kernel, stride = kernel }: PoolSpec): Pair => pairOf(stride);

/** [height, width, channels] of what comes out: floor((size - kernel) / stride) + 1. */
export function pooledShape(spec: PoolSpec, parent: Shape): Shape {
  const [height, width, channels] = imageOf(parent);
  const [kernel, stride] = [kernelOf(spec), strideOf(spec)];
  const often = (size: number, axis: 0 | 1) =>
    Math.max(0, Math.floor((size - kernel[axis]) / stride[axis]) + 1);
  return [often(height, 0), often(width, 1), channels];
}

/** @throws {InputError} on a window larger than the image */
export function requirePool(where: string, spec: PoolSpec, parent: Shape): void {
  if (sizeOf(pooledShape(spec, parent)) > 0) return;
  const [height, width] = imageOf(parent);
  const expected = `at most [${height}, ${width}], as its parent`;
  refuse({ where: `${where}.kernel`, got: `[${kernelOf(spec).join(', ')}]`, expected });
}

/** Units of an image by window. */
export function windowsOf(spec: PoolSpec, parent: Shape): Groups {
  const [height, width, channels] = imageOf(parent);
  const [kernel, stride] = [kernelOf(spec), strideOf(spec)];
  const [rows, columns] = pooledShape(spec, parent);
  const grouping = { shape: [rows, kernel[0], columns, kernel[1], channels], axes: [1, 3] };
  const pres = sizeOf(parent);
  const apart = stride[0] === kernel[0] && stride[1] === kernel[1];
  if (apart && rows * kernel[0] === height && columns * kernel[1] === width) return groupsOf(grouping, pres);
  const chosen = new Int32Array(sizeOf(grouping.shape));
  let next = 0;
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < kernel[0]; i++)
      for (let column = 0; column < columns; column++)
        for (let j = 0; j < kernel[1]; j++) {
          const first = ((row * stride[0] + i) * width + column * stride[1] + j) * channels;
          for (let channel = 0; channel < channels; channel++) chosen[next++] = first + channel;
        }
  return groupsOf(grouping, pres, chosen);
}
