import * as tf from '@tensorflow/tfjs-core';
import { type Grouping, groupSize } from '../../../math/grouping.js';
import { scalar } from './constants.js';
import { reshaped } from './convolution.js';
import { kernel } from './kernel.js';

/** Rows [batch, units] as few axes: those beside each other that are in a group, or in none, are one. */
interface Axes {
  readonly shape: readonly number[];
  /** Of these, along which groups lie. */
  readonly along: readonly number[];
}

function axesOf(batch: number, { shape, axes }: Grouping): Axes {
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
export function maxOver(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const { shape, along } = axesOf(x.shape[0], grouping);
  const window = windowIn(shape, along);
  const largest = window
    ? kernel(tf.MaxPool, { x: reshaped(x, ...window.image) }, window.course)
    : tf.max(reshaped(x, ...shape), [...along]);
  return reshaped(largest, x.shape[0], -1);
}

/** Of each unit the value of its group, [batch, units]. */
export function spreadOver(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const { shape, along } = axesOf(x.shape[0], grouping);
  const groups = shape.map((size, axis) => (along.includes(axis) ? 1 : size));
  const ones = tf.ones(shape.map((size, axis) => (along.includes(axis) ? size : 1)));
  return reshaped(kernel(tf.Multiply, { a: reshaped(x, ...groups), b: ones }), x.shape[0], -1);
}

/** Windows beside each other of an image: pools are quicker than sums along two axes. */
function windowIn(shape: readonly number[], along: readonly number[]) {
  if (along.length !== 2 || along[0] !== 1 || along[1] !== 3 || shape.length > 5) return undefined;
  const [images, down, columns, across, channels = 1] = shape;
  const filterSize = [down, across];
  const course = { filterSize, strides: filterSize, pad: 'valid' } as const;
  return { image: [images, down, columns * across, channels], course };
}

/** Columns by their numbers; zeros where that is -1. */
export function pick(x: tf.Tensor, columns: Int32Array): tf.Tensor {
  const [rows, count] = x.shape as [number, number];
  const [first] = columns;
  if (first >= 0 && columns.every((column, k) => column === first + k))
    return tf.slice(x, [0, first], [rows, columns.length]);
  const some = columns.includes(-1);
  const from = some ? tf.concat([x, tf.zeros([rows, 1])], 1) : x;
  const places = some ? columns.map((column) => (column < 0 ? count : column)) : columns;
  return tf.gather(from, tf.tensor1d(places, 'int32'), 1);
}
