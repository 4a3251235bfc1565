import * as tf from '@tensorflow/tfjs-core';
import { type Grouping, groupSize } from '../../../math/grouping.js';
import { falling, filled, ones, scalar, tableOf } from './constants.js';
import { reshaped } from './convolution.js';
import { kernel } from './kernel.js';

/** Rows [batch, units] as few axes: those beside each other that are in a group, or in none, are one. */
export interface Axes {
  readonly shape: readonly number[];
  /** Of these, along which groups lie. */
  readonly along: readonly number[];
}

export function axesOf(batch: number, { shape, axes }: Grouping): Axes {
  const sizes = [batch];
  const within = [false];
  for (const [axis, size] of shape.entries()) {
    const here = axes.includes(axis);
    if (here === within.at(-1)) sizes[sizes.length - 1] *= size;
    else {
      sizes.push(size);
      within.push(here);
    }
  }
  return { shape: sizes, along: [...within.keys()].filter((axis) => within[axis]) };
}

/** Sums over groups of units, [batch, groups]. */
export function sumOver(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const { shape, along } = axesOf(x.shape[0], grouping);
  const window = windowIn(shape, along);
  if (window) {
    const mean = kernel(tf.AvgPool, { x: reshaped(x, ...window.image) }, window.course);
    return reshaped(kernel(tf.Multiply, { a: mean, b: scalar(groupSize(grouping)) }), x.shape[0], -1);
  }
  return reshaped(tf.sum(reshaped(x, ...shape), [...along]), x.shape[0], -1);
}

/** The largest of each group, [batch, groups]. */
export const maxOver = (x: tf.Tensor, grouping: Grouping): tf.Tensor =>
  reshaped(largestIn(x, axesOf(x.shape[0], grouping)), x.shape[0], -1);

function largestIn(x: tf.Tensor, { shape, along }: Axes): tf.Tensor {
  const window = windowIn(shape, along);
  return window
    ? kernel(tf.MaxPool, { x: reshaped(x, ...window.image) }, window.course)
    : tf.max(reshaped(x, ...shape), [...along]);
}

/** Those that are not below the largest by their number in the group, which counts for less than not being the largest. */
export function winners(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const axes = axesOf(x.shape[0], grouping);
  const { shape } = axes;
  const below = (from: tf.Tensor, units: tf.Tensor): tf.Tensor =>
    kernel(tf.Step, { x: kernel(tf.Sub, { a: from, b: units }) }, { alpha: 0 });
  const size = groupSize(grouping);
  const units = reshaped(x, ...shape);
  const lost = below(reshaped(largestIn(x, axes), ...groupsIn(axes)), units);
  const rank = falling(size, oneGroupIn(axes));
  const places = kernel(tf.Sub, { a: rank, b: lost });
  const best = reshaped(largestIn(places, axes), ...groupsIn(axes));
  // Half a place above the second.
  const bar = kernel(tf.Sub, { a: best, b: scalar(0.5 / size) });
  return reshaped(
    kernel(tf.Step, { x: kernel(tf.Sub, { a: places, b: bar }) }, { alpha: 0 }),
    x.shape[0],
    -1,
  );
}

/** Of each unit the value of its group, [batch, units]; times its own. */
export function spreadOver(x: tf.Tensor, grouping: Grouping, times?: tf.Tensor): tf.Tensor {
  const axes = axesOf(x.shape[0], grouping);
  const each = times ? reshaped(times, ...axes.shape) : ones(oneGroupIn(axes));
  return reshaped(kernel(tf.Multiply, { a: reshaped(x, ...groupsIn(axes)), b: each }), x.shape[0], -1);
}

const groupsIn = ({ shape, along }: Axes): number[] =>
  shape.map((size, axis) => (along.includes(axis) ? 1 : size));
const oneGroupIn = ({ shape, along }: Axes): number[] =>
  shape.map((size, axis) => (along.includes(axis) ? size : 1));

/** Windows beside each other of an image: pools are quicker than sums along two axes. */
function windowIn(shape: readonly number[], along: readonly number[]) {
  if (along.length !== 2 || along[0] !== 1 || along[1] !== 3 || shape.length > 5) return undefined;
  const [images, down, columns, across, channels = 1] = shape;
  const filterSize = [down, across];
  const course = { filterSize, strides: filterSize, pad: 'valid' } as const;
  return { image: [images, down, columns * across, channels], course };
}

/** Columns by their numbers. */
const gathered = (x: tf.Tensor, places: tf.Tensor): tf.Tensor => tf.gather(x, places, 1);

/** Columns by their numbers; zeros where that is -1. @param gather of the backend, columns that there are */
export function pick(x: tf.Tensor, columns: Int32Array, gather = gathered): tf.Tensor {
  const [rows, count] = x.shape as [number, number];
  const [first] = columns;
  if (first >= 0 && columns.every((column, k) => column === first + k))
    return tf.slice(x, [0, first], [rows, columns.length]);
  const some = columns.includes(-1);
  const from = some ? tf.concat([x, filled(0, [rows, 1])], 1) : x;
  const places = tableOf(columns, `places in ${count}`, () =>
    tf.tensor1d(some ? columns.map((column) => (column < 0 ? count : column)) : columns, 'int32'),
  );
  return gather(from, places);
}
