import * as tf from '@tensorflow/tfjs-core';
import { kernel } from './kernel.js';
import { Matrix, type Order } from './matrix.js';

/**
 * What the wasm backend takes to pack a number of a right factor, in transposed numbers (measured: 3.4 and 0.5 ns). It
 * packs a right factor when it first sees it, and keeps the packed one for as long as the factor lives.
 */
const packing = 7;

const packed = new WeakSet<tf.Tensor>();

/** What has been spent on not packing a right factor: when that comes to the price of packing, it is packed. */
const spent = new WeakMap<tf.Tensor, number>();

/**
 * a b, in the order that costs the wasm backend less: row by row, or as (a b)^T = b^T a^T. Weights are new in every
 * minibatch, so a large weight is better on the left, and a small batch on the right; until the weight has come often.
 */
export function matMul(a: Matrix, b: Matrix): Matrix {
  const order = cheaperOrder(a, b);
  const [left, right] = factors(order, a, b).map((factor) => factor.in(order));
  packed.add(right);
  return Matrix.of(
    order,
    kernel(tf.BatchMatMul, { a: left, b: right }, { transposeA: false, transposeB: false }),
  );
}

function cheaperOrder(a: Matrix, b: Matrix): Order {
  const rowMajor = costOf('rowMajor', a, b);
  const excess = costOf('columnMajor', a, b) - rowMajor;
  if (excess >= 0) return 'rowMajor';
  if (!b.has('rowMajor')) return 'columnMajor';
  const price = packing * sizeOf(b);
  const tensor = b.in('rowMajor');
  const soFar = (spent.get(tensor) ?? 0) + Math.max(0, excess + price);
  spent.set(tensor, soFar);
  return soFar >= price ? 'rowMajor' : 'columnMajor';
}

// In numbers transposed. The product is wanted in the order of its first factor: what is made of that is at hand.
function costOf(order: Order, a: Matrix, b: Matrix): number {
  const [left, right] = factors(order, a, b);
  const turned = [left, right].filter((factor) => !factor.has(order)).reduce((sum, f) => sum + sizeOf(f), 0);
  const known = right.has(order) && packed.has(right.in(order));
  const result = a.has(order) ? 0 : a.shape[0] * b.shape[1];
  return turned + (known ? 0 : packing * sizeOf(right)) + result;
}

/** As they stand in the backend's product. */
function factors(order: Order, a: Matrix, b: Matrix): [left: Matrix, right: Matrix] {
  return order === 'rowMajor' ? [a, b] : [b, a];
}

const sizeOf = ({ shape }: Matrix) => shape[0] * shape[1];
