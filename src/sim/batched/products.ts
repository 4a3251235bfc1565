import * as tf from '@tensorflow/tfjs-core';
import { kernel } from './kernel.js';

type Matrix = tf.Tensor2D;

/**
 * Matrix products as the wasm backend does them best. It packs the right factor of a product when it first sees it,
 * about seven times the cost of transposing as many numbers (measured: 3.4 and 0.5 ns each), and keeps the packed one
 * for as long as the factor lives. Weights are new in every minibatch, so a b is computed as (b^T a^T)^T where that
 * costs less: where `a` is a small batch, and `b` a large weight. A right factor that comes again is packed after all.
 */
const packing = 7;
const seen = new WeakSet<tf.Tensor>();

/** a b */
export function matMul(a: Matrix, b: Matrix): Matrix {
  if (seen.has(b)) return product(a, b);
  seen.add(b);
  const [rows, inner] = a.shape;
  const columns = b.shape[1];
  const turned = inner * rows * (packing + 1) + inner * columns + rows * columns;
  if (inner * columns * packing <= turned) return product(a, b);
  return transpose(product(transpose(b), transpose(a)));
}

/** a b^T. A transpose flag is ten times slower on wasm than these, and with a fused bias gives wrong numbers. */
export function matMulTransposed(a: Matrix, b: Matrix): Matrix {
  const [rows, inner] = a.shape;
  const columns = b.shape[0];
  const turned = inner * rows * (packing + 1) + rows * columns;
  if (inner * columns * (packing + 1) <= turned) return product(a, transpose(b));
  return transpose(product(b, transpose(a)));
}

/** Sums over the rows, [columns]. A product with ones is faster only where `a` has been packed before: it never has. */
export function sumRows(a: Matrix): tf.Tensor1D {
  return kernel(tf.Sum, { x: a }, { axis: [0], keepDims: false });
}

/** a^T */
export function transpose(a: Matrix): Matrix {
  return kernel(tf.Transpose, { x: a }, { perm: [1, 0] });
}

function product(a: Matrix, b: Matrix): Matrix {
  return kernel(tf.BatchMatMul, { a, b }, { transposeA: false, transposeB: false });
}
