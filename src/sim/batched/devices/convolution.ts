import * as tf from '@tensorflow/tfjs-core';
import { covered, type Pair, perFilter, placesOf, type Window } from '../../../math/window.js';
import { kernel } from './kernel.js';

/** How a kernel goes over [batch, height, width, channels]. */
export interface Course {
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: readonly [Pair, Pair];
}

/** Filters [height, width, channels, filters] over [batch, height, width, channels]. */
export type Convolve = (x: tf.Tensor, filters: tf.Tensor, course: Course) => tf.Tensor;

/** By the kernel that any backend has. */
export const convolveByKernel: Convolve = (x, filter, { stride, dilation, padding }) =>
  kernel(
    tf.Conv2D,
    { x, filter },
    {
      strides: [...stride],
      dilations: [...dilation],
      pad: [[0, 0], ...padding.map((ends) => [...ends]), [0, 0]],
      dataFormat: 'NHWC',
    },
  );

export const reshaped = (x: tf.Tensor, ...shape: readonly number[]): tf.Tensor =>
  kernel(tf.Reshape, { x }, { shape: [...shape] });

export const transposed = (x: tf.Tensor, ...perm: readonly number[]): tf.Tensor =>
  kernel(tf.Transpose, { x }, { perm: [...perm] });

/** Convolution of rows [batch, units], and what comes back of it, by convolutions alone. Filters are [places x channels, filters]. */
export interface Convolutions {
  convolve(x: tf.Tensor, filters: tf.Tensor, window: Window): tf.Tensor;
  /** By the filter turned round: the backends' own kernels for it are slow, or take no dilation. */
  back(y: tf.Tensor, filters: tf.Tensor, window: Window): tf.Tensor;
  /** By what comes out as the filter, and the other way round where steps and gaps are concerned. */
  products(x: tf.Tensor, y: tf.Tensor, window: Window): tf.Tensor;
}

export const convolutionsBy = (convolve: Convolve): Convolutions => ({
  convolve: (x, filters, window) => {
    const image = imageOf(x, window);
    const out = grouped(window, (one, group) =>
      convolve(channelsOf(image, window, group), filtersOf(filters, window, group), one),
    );
    return reshaped(out, x.shape[0], -1);
  },
  back: (y, filters, window) => {
    const spread = stuffed(outOf(y, window), window.stride);
    const image = grouped(window, (one, group) => {
      const filter = transposed(tf.reverse(filtersOf(filters, window, group), [0, 1]), 0, 1, 3, 2);
      const padding = [0, 1].map((axis) => paddingBack(one, spread.shape[axis + 1]!, axis as 0 | 1));
      const { dilation } = one;
      return convolveFramed(convolve, partOf(spread, window.filters, window.groups, group), filter, {
        ...{ stride: [1, 1], dilation, padding: padding as [Pair, Pair] },
      });
    });
    return reshaped(image, y.shape[0], -1);
  },
  products: (x, y, window) => {
    const [image, out] = [imageOf(x, window), outOf(y, window)];
    const [height, width] = window.kernel;
    const all = grouped(window, (one, group) => {
      const channels = transposed(channelsOf(image, window, group), 3, 1, 2, 0);
      const filter = transposed(partOf(out, window.filters, window.groups, group), 1, 2, 0, 3);
      const course = { stride: one.dilation, dilation: one.stride, padding: one.padding };
      const sums = convolve(channels, filter, course);
      const { shape } = sums;
      // The kernel may fit once more than it was asked to.
      const exact = shape[1] === height && shape[2] === width;
      const kept = exact ? sums : tf.slice(sums, [0, 0, 0, 0], [shape[0]!, height, width, shape[3]!]);
      return transposed(kept, 1, 2, 0, 3);
    });
    return reshaped(all, perFilter(window), window.filters);
  },
});

const imageOf = (x: tf.Tensor, { height, width, channels }: Window) =>
  reshaped(x, x.shape[0], height, width, channels);

const outOf = (y: tf.Tensor, window: Window) => reshaped(y, y.shape[0], ...placesOf(window), window.filters);

/** For each group of channels, side by side. */
function grouped(window: Window, one: (course: Window, group: number) => tf.Tensor): tf.Tensor {
  const { groups } = window;
  if (groups === 1) return one(window, 0);
  return tf.concat(
    Array.from({ length: groups }, (_, group) => one(window, group)),
    3,
  );
}

/** The last axis of one group. */
function partOf(x: tf.Tensor, size: number, groups: number, group: number): tf.Tensor {
  if (groups === 1) return x;
  const count = size / groups;
  const [a, b, c] = x.shape as [number, number, number];
  return tf.slice(x, [0, 0, 0, group * count], [a, b, c, count]);
}

const channelsOf = (image: tf.Tensor, { channels, groups }: Window, group: number) =>
  partOf(image, channels, groups, group);

const filtersOf = (
  rows: tf.Tensor,
  { kernel: [height, width], channels, groups, filters }: Window,
  group: number,
) => partOf(reshaped(rows, height, width, channels / groups, filters), filters, groups, group);

/** Zeros between rows and columns, as many as a stride leaves out. */
function stuffed(y: tf.Tensor, [down, across]: Pair): tf.Tensor {
  if (down === 1 && across === 1) return y;
  const [batch, rows, columns, filters] = y.shape as [number, number, number, number];
  const byColumn = after(reshaped(y, batch * rows * columns, 1, filters), across - 1);
  const byRow = after(reshaped(byColumn, batch * rows, 1, columns * across * filters), down - 1);
  const all = reshaped(byRow, batch, rows * down, columns * across, filters);
  return tf.slice(all, [0, 0, 0, 0], [batch, (rows - 1) * down + 1, (columns - 1) * across + 1, filters]);
}

const after = (x: tf.Tensor, zeros: number): tf.Tensor =>
  zeros === 0
    ? x
    : tf.pad(x, [
        [0, 0],
        [0, zeros],
        [0, 0],
      ] as [number, number][]);

/** So that as much comes out as went in; below zero where some of it was left out. */
function paddingBack(window: Window, size: number, axis: 0 | 1): Pair {
  const wanted = axis === 0 ? window.height : window.width;
  const before = covered(window, axis) - 1 - window.padding[axis][0];
  return [before, wanted - size + covered(window, axis) - 1 - before];
}

/** Padding below zero is cut off. */
function convolveFramed(convolve: Convolve, x: tf.Tensor, filter: tf.Tensor, course: Course): tf.Tensor {
  const cut = course.padding.flat().map((n) => Math.max(0, -n));
  const [top, bottom, left, right] = cut;
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const kept = cut.every((n) => n === 0)
    ? x
    : tf.slice(x, [0, top, left, 0], [batch, rows - top - bottom, columns - left - right, channels]);
  const padding = course.padding.map(([from, to]) => [Math.max(0, from), Math.max(0, to)] as const);
  return convolve(kept, filter, { ...course, padding: padding as unknown as readonly [Pair, Pair] });
}
