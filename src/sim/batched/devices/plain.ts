import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../device.js';
import { filled, scalar, tableOf } from './constants.js';
import { convolutionsBy, convolveByKernel, reshaped } from './convolution.js';
import { maxOver, pick, spreadOver, sumOver, winners } from './grouped.js';
import { kernel } from './kernel.js';
import { freeAll, live, scoped, type Tensors } from './scopes.js';

/** Tensors by rows and products with transpose flags: what any backend of tfjs can do. For those without a device of their own. */
export const plain: Device<tf.Tensor> = {
  add: (a, b) => kernel(tf.Add, { a, b }),
  sub: (a, b) => kernel(tf.Sub, { a, b }),
  sum: (parts) => parts.reduce(plain.add),
  mul: (a, b) => kernel(tf.Multiply, { a, b }),
  div: (a, b) => kernel(tf.RealDiv, { a, b }),
  sqrt: (x) => kernel(tf.Sqrt, { x }),
  clip: (x, clipValueMin, clipValueMax) => kernel(tf.ClipByValue, { x }, { clipValueMin, clipValueMax }),
  affine: (x, factor, offset) => {
    const scaled = factor === 1 ? x : kernel(tf.Multiply, { a: x, b: scalar(factor) });
    return offset === 0 ? scaled : kernel(tf.Add, { a: scaled, b: scalar(offset) });
  },
  ones: tf.onesLike,
  exp: (x) => kernel(tf.Exp, { x }),
  relu: (x) => kernel(tf.Relu, { x }),
  step: (x) => kernel(tf.Step, { x }, { alpha: 0 }),
  tanh: (x) => kernel(tf.Tanh, { x }),
  sigmoid: (x) => kernel(tf.Sigmoid, { x }),
  softplus: (x) => kernel(tf.Softplus, { x }),
  tanhSlope: (y) => plain.affine(plain.mul(y, y), -1, 1),
  sigmoidSlope: (y) => plain.mul(y, plain.affine(y, -1, 1)),

  matMul: (a, b) => product(a, b, false, false),
  matMulTransposed: (a, b) => product(a, b, false, true),
  transposedMatMul: (a, b) => product(a, b, true, false),
  transpose: (x) => kernel(tf.Transpose, { x }, { perm: [1, 0] }),
  concat: (parts) => (parts.length === 1 ? parts[0] : tf.concat([...parts], 1)),
  rows: (a, from, count) => tf.slice(a, [from, 0], [count, a.shape[1]!]),
  columns: (a, from, count) => tf.slice(a, [0, from], [a.shape[0], count]),
  sumRows: (x) => tf.sum(x, 0),
  sumColumns: (x) => tf.sum(x, 1, true),
  addRow: (a, row) => kernel(tf.Add, { a, b: row }),
  row: (values) => tableOf(values, 'row', () => tf.tensor1d(new Float32Array(values), 'float32')),
  reshape: (a, columns) => reshaped(a, -1, columns),
  pick,
  sumOver,
  spreadOver,
  maxOver,
  winners,
  convolve: (a, filters, window) => byKernel.convolve(a, plain.transpose(filters), window),
  convolveBack: (a, filters, window) => byKernel.back(a, plain.transpose(filters), window),
  convolveProducts: (a, b, window) => plain.transpose(byKernel.products(a, b, window)),
  logSumExp: (a) => tf.logSumExp(a, 1, true),

  filled,
  upload: (values, shape) => tf.tensor(new Float32Array(values), [...shape], 'float32'),
  // The cpu backend hands out its own memory: copy it.
  read: (a) => (a.dataSync() as Float32Array).slice(),
  settled: () => undefined,
  shape: ({ shape }) => shape,
  scope: (work) => scoped(work, itself),
  free: freeAll,
  again: (_owner, _key, _given, work) => work(),
  live,
};

const byKernel = convolutionsBy(convolveByKernel);

const itself: Tensors<tf.Tensor> = (leaf) => (leaf instanceof tf.Tensor ? [leaf] : undefined);

const product = (a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor =>
  kernel(tf.BatchMatMul, { a, b }, { transposeA, transposeB });
