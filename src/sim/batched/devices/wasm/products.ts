import * as tf from '@tensorflow/tfjs-core';
import { kernel } from '../kernel.js';
import { Matrix, type Order } from './matrix.js';

/**
 * What the wasm backend takes to pack a right factor, in nanoseconds. It packs a right factor when it first sees it, and
 * keeps the packed one for as long as the factor lives.
 */
const packing = (factor: Sized) => 4.7 * sizeOf(factor);

/** What it takes to transpose, and to begin with it. */
const turning = (factor: Sized) => 4000 + sizeOf(factor);

type Sized = Pick<Matrix, 'shape'>;

const packed = new WeakSet<tf.Tensor>();

/** What has been spent on not packing a right factor. */
const spent = new WeakMap<tf.Tensor, number>();

/**
 * When that comes to so many times the price of packing, it is packed. In steps a weight comes hundreds of times, in the
 * closed form once per layer above or below: not often enough in the networks that people train.
 */
const patience = 3;

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
  const excess = costOf('columnMajor', a, b) - costOf('rowMajor', a, b);
  if (excess >= 0) return 'rowMajor';
  if (!b.has('rowMajor')) return 'columnMajor';
  const tensor = b.in('rowMajor');
  const price = packing(b);
  const soFar = (spent.get(tensor) ?? 0) + Math.max(0, excess + price);
  spent.set(tensor, soFar);
  return soFar >= patience * price ? 'rowMajor' : 'columnMajor';
}

// The product is wanted in the order of its first factor: what is made of that is at hand.
function costOf(order: Order, a: Matrix, b: Matrix): number {
  const [left, right] = factors(order, a, b);
  let cost = right.has(order) && packed.has(right.in(order)) ? 0 : packing(right);
  for (const factor of [left, right]) if (!factor.has(order)) cost += turning(factor);
  if (!a.has(order)) cost += turning({ shape: [a.shape[0], b.shape[1]] });
  return cost;
}

/** As they stand in the backend's product. */
function factors(order: Order, a: Matrix, b: Matrix): [left: Matrix, right: Matrix] {
  return order === 'rowMajor' ? [a, b] : [b, a];
}

const sizeOf = ({ shape }: Sized) => shape[0] * shape[1];
