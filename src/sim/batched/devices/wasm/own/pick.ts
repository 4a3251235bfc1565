import type * as tf from '@tensorflow/tfjs-core';
import type { Order } from '../matrix.js';
import { type OwnKernel, runOwn } from './own-kernel.js';

interface Attributes {
  readonly columns: Int32Array;
  readonly order: Order;
}

/** Columns by their numbers, of a matrix in one order; zeros where that is -1. The backend's own looks for each number's place anew. */
export const picking: OwnKernel<Attributes> = {
  name: 'RelaxonPick',
  shape: ([first, second], { columns: { length }, order }) =>
    order === 'rowMajor' ? [first, length] : [length, second],
  run: (from, to, { columns, order }, [, second]) => {
    if (order === 'rowMajor') pickAcross(from, second, to, columns);
    else pickDown(from, second, to, columns);
  },
};

export const pick = (x: tf.Tensor, columns: Int32Array, order: Order): tf.Tensor =>
  runOwn(picking, x, { columns, order });

function pickAcross(from: Float32Array, width: number, to: Float32Array, columns: Int32Array): void {
  const { length } = columns;
  for (let row = 0, k = 0; k < to.length; row += width)
    for (let j = 0; j < length; j++, k++) to[k] = columns[j] < 0 ? 0 : from[row + columns[j]];
}

function pickDown(from: Float32Array, width: number, to: Float32Array, columns: Int32Array): void {
  for (let j = 0, k = 0; j < columns.length; j++) {
    const start = columns[j] * width;
    for (let i = 0; i < width; i++, k++) to[k] = start < 0 ? 0 : from[start + i];
  }
}
