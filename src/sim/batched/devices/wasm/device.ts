import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../../network/shapes.js';
import type { Device } from '../../device.js';
import { filled, scalar } from '../constants.js';
import { convolutionsBy, convolveByKernel, reshaped } from '../convolution.js';
import { maxOver, spreadOver, sumOver } from '../grouped.js';
import { kernel } from '../kernel.js';
import { plain } from '../plain.js';
import { freeAll, live, scoped, type Tensors, tensorsIn } from '../scopes.js';
import { again } from './again.js';
import { commonOrder, Matrix, type Order } from './matrix.js';
import { pick } from './own/pick.js';
import { tanh } from './own/tanh.js';
import { winners } from './own/winners.js';
import { matMul } from './products.js';

/** The device for the wasm backend: matrices by rows or by columns, whichever costs it less. */
export const wasm: Device<Matrix> = {
  add: (a, b) => binary(tf.Add, a, b),
  sub: (a, b) => binary(tf.Sub, a, b),
  sum: (parts) => parts.reduce(wasm.add),
  mul: (a, b) => binary(tf.Multiply, a, b),
  div: (a, b) => binary(tf.RealDiv, a, b),
  sqrt: (a) => unary(a, (x) => kernel(tf.Sqrt, { x })),
  clip: (a, clipValueMin, clipValueMax) =>
    unary(a, (x) => kernel(tf.ClipByValue, { x }, { clipValueMin, clipValueMax })),
  affine: (a, factor, offset) => {
    const scaled = factor === 1 ? a : unary(a, (x) => kernel(tf.Multiply, { a: x, b: scalar(factor) }));
    return offset === 0 ? scaled : unary(scaled, (x) => kernel(tf.Add, { a: x, b: scalar(offset) }));
  },
  ones: (a) => unary(a, ({ shape }) => filled(1, shape)),
  exp: (a) => unary(a, tf.exp),
  relu: (a) => unary(a, (x) => kernel(tf.Relu, { x })),
  step: (a) => unary(a, (x) => kernel(tf.Step, { x }, { alpha: 0 })),
  tanh: (a) => unary(a, tanh),
  sigmoid: (a) => unary(a, tf.sigmoid),
  softplus: (a) => unary(a, tf.softplus),
  tanhSlope: (y) => wasm.affine(wasm.mul(y, y), -1, 1),
  sigmoidSlope: (y) => wasm.mul(y, wasm.affine(y, -1, 1)),

  matMul,
  matMulTransposed: (a, b) => matMul(a, b.transpose),
  transposedMatMul: (a, b) => matMul(a.transpose, b),
  transpose: (a) => a.transpose,
  concat: (parts) => {
    if (parts.length === 1) return parts[0];
    const order = commonOrder(parts);
    const tensors = parts.map((part) => part.in(order));
    return Matrix.of(order, tf.concat(tensors, axisIn(order, 1)));
  },
  rows: (a, from, count) => slice(a, [from, 0], [count, a.shape[1]]),
  columns: (a, from, count) => slice(a, [0, from], [a.shape[0], count]),
  sumRows: (a) => {
    const order = commonOrder([a]);
    const sum = kernel(tf.Sum, { x: a.in(order) }, { axis: [axisIn(order, 0)], keepDims: false });
    return Matrix.of('rowMajor', sum);
  },
  sumColumns: (a) => {
    const order = commonOrder([a]);
    const sum = kernel(tf.Sum, { x: a.in(order) }, { axis: [axisIn(order, 1)], keepDims: true });
    return Matrix.of(order, sum);
  },
  addRow: (a, row) => {
    const order = commonOrder([a]);
    const vector = row.in('rowMajor');
    const b = order === 'rowMajor' ? vector : tf.reshape(vector, [-1, 1]);
    return Matrix.of(order, kernel(tf.Add, { a: a.in(order), b }));
  },
  row: (values) => Matrix.of('rowMajor', plain.row(values)),
  reshape: (a, columns) => byRows(a, (x) => reshaped(x, -1, columns)),
  pick: (a, columns) => {
    const order = commonOrder([a]);
    return Matrix.of(order, pick(a.in(order), columns, order));
  },
  sumOver: (a, grouping) => byRows(a, (x) => sumOver(x, grouping)),
  spreadOver: (a, grouping, times) => byRows(a, (x) => spreadOver(x, grouping, times?.in('rowMajor'))),
  maxOver: (a, grouping) => byRows(a, (x) => maxOver(x, grouping)),
  winners: (a, grouping) => byRows(a, (x) => winners(x, grouping)),
  // Filters by columns are as the backend wants them: [height x width x channels, filters].
  convolve: (a, filters, window) => byRows(a, (x) => byKernel.convolve(x, filters.in('columnMajor'), window)),
  convolveBack: (a, filters, window) => byRows(a, (x) => byKernel.back(x, filters.in('columnMajor'), window)),
  convolveProducts: (a, b, window) =>
    Matrix.of('columnMajor', byKernel.products(a.in('rowMajor'), b.in('rowMajor'), window)),
  logSumExp: (a) => {
    const order = commonOrder([a]);
    return Matrix.of(order, tf.logSumExp(a.in(order), axisIn(order, 1), true));
  },

  // Turned copies of it would not stay.
  filled: (value, shape) => wasm.upload(new Float64Array(sizeOf(shape)).fill(value), shape),
  upload: (values, shape) =>
    Matrix.of('rowMajor', tf.tensor(new Float32Array(values), [...shape], 'float32')),
  read: (a) => {
    let values: Float32Array | undefined;
    tf.tidy(() => {
      // The cpu backend hands out its own memory: copy it.
      values = (a.in('rowMajor').dataSync() as Float32Array).slice();
    });
    return values!;
  },
  settled: () => undefined,
  shape: ({ shape }) => shape,
  scope: (work) => scoped(work, tensorsOf),
  free: (matrices) => freeAll(tensorsIn(matrices, tensorsOf)),
  again: (owner, key, given, work) => again(owner, key, given, () => scoped(work, tensorsOf)),
  live,
};

const byKernel = convolutionsBy(convolveByKernel);

const byRows = (a: Matrix, operation: (x: tf.Tensor) => tf.Tensor): Matrix =>
  Matrix.of('rowMajor', operation(a.in('rowMajor')));

const tensorsOf: Tensors<Matrix> = (leaf) => (leaf instanceof Matrix ? leaf.tensors : undefined);

function unary(a: Matrix, operation: (x: tf.Tensor) => tf.Tensor): Matrix {
  const order = commonOrder([a]);
  return Matrix.of(order, operation(a.in(order)));
}

function binary(name: string, a: Matrix, b: Matrix): Matrix {
  const order = commonOrder([a, b]);
  return Matrix.of(order, kernel(name, { a: a.in(order), b: b.in(order) }));
}

function slice(a: Matrix, from: Pair, size: Pair): Matrix {
  const order = commonOrder([a]);
  return Matrix.of(order, tf.slice(a.in(order), pairIn(order, from), pairIn(order, size)));
}

/** 0: down the rows, 1: along a row. */
type Axis = 0 | 1;
type Pair = [rows: number, columns: number];

const axisIn = (order: Order, axis: Axis) => (order === 'rowMajor' ? axis : 1 - axis);
const pairIn = (order: Order, [rows, columns]: Pair): Pair =>
  order === 'rowMajor' ? [rows, columns] : [columns, rows];
