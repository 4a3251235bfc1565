import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { Pair } from '../../math/window.js';
import { type Shape, sizeOf } from '../shapes.js';
import { imageOf } from './convolution.js';
import { type Groups, groupsOf } from './groups.js';

const positive = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const pair = z.union([positive, z.tuple([positive, positive])], 'one number, or [height, width]');

const least = 'a whole number of at least 0';
const zeros = z.int(least).min(0, least);
const around = z.union([zeros, z.tuple([zeros, zeros])], 'one number, or [height, width]');

/**
 * Windows that overlap where the stride is smaller than the kernel, and are beside each other where there is none; what is left over
 * on the right and at the bottom belongs to none, as in PyTorch. Padding is so many rows and columns on either side at which no unit
 * is.
 */
export const poolKeys = { kernel: pair, stride: pair.optional(), padding: around.optional() };

export interface PoolSpec {
  readonly kernel: number | Pair;
  /** The kernel, if not given. */
  readonly stride?: number | Pair | undefined;
  /** 0, if not given. */
  readonly padding?: number | Pair | undefined;
}

const pairOf = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);
const kernelOf = ({ kernel }: PoolSpec): Pair => pairOf(kernel);
const strideOf = ({ kernel, stride = kernel }: PoolSpec): Pair => pairOf(stride);
const paddingOf = ({ padding = 0 }: PoolSpec): Pair => pairOf(padding);

/** [height, width, channels] of what comes out: floor((size + 2 padding - kernel) / stride) + 1. */
export function pooledShape(spec: PoolSpec, parent: Shape): Shape {
  const [height, width, channels] = imageOf(parent);
  const [kernel, stride, padding] = [kernelOf(spec), strideOf(spec), paddingOf(spec)];
  const often = (size: number, axis: 0 | 1) =>
    Math.max(0, Math.floor((size + 2 * padding[axis] - kernel[axis]) / stride[axis]) + 1);
  return [often(height, 0), often(width, 1), channels];
}

/** @throws {InputError} on a window larger than the image, or padding of more than half of one: a window could have no unit at all */
export function requirePool(where: string, spec: PoolSpec, parent: Shape): void {
  const [kernel, padding] = [kernelOf(spec), paddingOf(spec)];
  if (padding.some((zeros, axis) => 2 * zeros > kernel[axis]))
    refuse({
      where: `${where}.padding`,
      got: `[${padding.join(', ')}]`,
      expected: `at most half of the kernel [${kernel.join(', ')}]`,
    });
  if (sizeOf(pooledShape(spec, parent)) > 0) return;
  const [height, width] = imageOf(parent);
  const padded = [height + 2 * padding[0], width + 2 * padding[1]];
  const beyond = padding.some((zeros) => zeros > 0) ? ' with its padding' : '';
  const expected = `at most [${padded.join(', ')}], as its parent${beyond}`;
  refuse({ where: `${where}.kernel`, got: `[${kernel.join(', ')}]`, expected });
}

/** Units of an image by window; none at places in the padding. */
export function windowsOf(spec: PoolSpec, parent: Shape): Groups {
  const [height, width, channels] = imageOf(parent);
  const [kernel, stride, [top, left]] = [kernelOf(spec), strideOf(spec), paddingOf(spec)];
  const [rows, columns] = pooledShape(spec, parent);
  const grouping = { shape: [rows, kernel[0], columns, kernel[1], channels], axes: [1, 3] };
  const pres = sizeOf(parent);
  const apart = stride[0] === kernel[0] && stride[1] === kernel[1] && top + left === 0;
  if (apart && rows * kernel[0] === height && columns * kernel[1] === width) return groupsOf(grouping, pres);
  const chosen = new Int32Array(sizeOf(grouping.shape));
  let next = 0;
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < kernel[0]; i++)
      for (let column = 0; column < columns; column++)
        for (let j = 0; j < kernel[1]; j++) {
          const [y, x] = [row * stride[0] + i - top, column * stride[1] + j - left];
          const within = y >= 0 && x >= 0 && y < height && x < width;
          const first = (y * width + x) * channels;
          for (let channel = 0; channel < channels; channel++) chosen[next++] = within ? first + channel : -1;
        }
  return groupsOf(grouping, pres, chosen);
}
