import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { Pair } from '../../math/window.js';
import { type Shape, sizeOf } from '../shapes.js';
import { imageOf } from './convolution.js';
import { type Groups, groupsOf } from './groups.js';

const positive = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');

/** Windows beside each other; what is left over on the right and at the bottom belongs to none, as in PyTorch. */
export const poolKeys = {
  kernel: z.union([positive, z.tuple([positive, positive])], 'one number, or [height, width]'),
};

export interface PoolSpec {
  readonly kernel: number | Pair;
}

const kernelOf = ({ kernel }: PoolSpec): Pair => (typeof kernel === 'number' ? [kernel, kernel] : kernel);

/** [height, width, channels] of what comes out. */
export function pooledShape(spec: PoolSpec, parent: Shape): Shape {
  const [height, width, channels] = imageOf(parent);
  const kernel = kernelOf(spec);
  return [Math.floor(height / kernel[0]), Math.floor(width / kernel[1]), channels];
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
  const [down, across] = kernelOf(spec);
  const [rows, columns] = pooledShape(spec, parent);
  const grouping = { shape: [rows, down, columns, across, channels], axes: [1, 3] };
  const pres = sizeOf(parent);
  if (rows * down === height && columns * across === width) return groupsOf(grouping, pres);
  const kept = columns * across * channels;
  const chosen = Int32Array.from(
    { length: rows * down * kept },
    (_, k) => Math.floor(k / kept) * width * channels + (k % kept),
  );
  return groupsOf(grouping, pres, chosen);
}
