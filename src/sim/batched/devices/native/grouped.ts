import type * as tf from '@tensorflow/tfjs-core';
import { type Grouping, groupSize } from '../../../../math/grouping.js';
import { axes, falling, scalar } from '../constants.js';
import { reshaped } from '../convolution.js';
import { type Axes, axesOf } from '../grouped.js';
import { above, operation, reduced, turned } from './operation.js';

/**
 * The first members of all groups, then the second, and so on: [members, batch x groups]. TensorFlow's pools go over windows
 * one by one, and its sums and maxima over scattered axes, too; over rows like these they are vectors.
 */
interface Members {
  readonly rows: tf.Tensor;
  /** [batch, units] again. */
  readonly back: (rows: tf.Tensor) => tf.Tensor;
}

function membersOf(x: tf.Tensor, grouping: Grouping): Members {
  const { shape, along }: Axes = axesOf(x.shape[0], grouping);
  const order = [...along, ...[...shape.keys()].filter((axis) => !along.includes(axis))];
  const size = groupSize(grouping);
  const apart = order.map((axis) => shape[axis]);
  const returning = [...order.keys()].map((axis) => order.indexOf(axis));
  return {
    rows: reshaped(turned(reshaped(x, ...shape), order), size, -1),
    back: (rows) => reshaped(turned(reshaped(rows, ...apart), returning), x.shape[0], -1),
  };
}

/** Sums over groups of units, [batch, groups]. */
export const sumOver = (x: tf.Tensor, grouping: Grouping): tf.Tensor =>
  reshaped(reduced('Sum', membersOf(x, grouping).rows, axes(0)), x.shape[0], -1);

/** The largest of each group, [batch, groups]. */
export const maxOver = (x: tf.Tensor, grouping: Grouping): tf.Tensor =>
  reshaped(reduced('Max', membersOf(x, grouping).rows, axes(0)), x.shape[0], -1);

/** Those that are not below the largest by their number in the group, which counts for less than not being the largest. */
export function winners(x: tf.Tensor, grouping: Grouping): tf.Tensor {
  const size = groupSize(grouping);
  const { rows, back } = membersOf(x, grouping);
  const lost = operation('Sign', operation('Sub', rows, reduced('Max', rows, axes(0))));
  const places = operation('AddV2', lost, falling(size, [size, 1]));
  // Half a place above the second.
  const bar = operation('Sub', reduced('Max', places, axes(0)), scalar(0.5 / size));
  return back(above(places, bar));
}
