import * as tf from '@tensorflow/tfjs-core';
import type { Device } from './device.js';
import { kernel } from './kernel.js';
import { matMul, matMulTransposed, sumRows, transpose } from './products.js';

type Matrix = tf.Tensor2D;

/**
 * The device interface on tfjs-core, whichever backend it runs on. Only operations that the differential tests
 * cover are used.
 */
export const tfjs: Device<tf.Tensor> = {
  add: (a, b) => kernel(tf.Add, { a, b }),
  sub: (a, b) => kernel(tf.Sub, { a, b }),
  mul: (a, b) => kernel(tf.Multiply, { a, b }),
  affine: (a, factor, offset) => {
    const scaled = factor === 1 ? a : kernel(tf.Multiply, { a, b: tf.scalar(factor) });
    return offset === 0 ? scaled : kernel(tf.Add, { a: scaled, b: tf.scalar(offset) });
  },
  ones: (a) => tf.onesLike(a),
  exp: (a) => tf.exp(a),
  relu: (a) => kernel(tf.Relu, { x: a }),
  step: (a) => kernel(tf.Step, { x: a }, { alpha: 0 }),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => tf.sigmoid(a),
  softplus: (a) => tf.softplus(a),

  matMul: (a, b) => matMul(a as Matrix, b as Matrix),
  matMulTransposed: (a, b) => matMulTransposed(a as Matrix, b as Matrix),
  transpose: (a) => transpose(a as Matrix),
  concat: (parts) => (parts.length === 1 ? parts[0] : tf.concat([...parts], 1)),
  stack: (parts) => (parts.length === 1 ? parts[0] : tf.concat([...parts], 0)),
  unstack: (a, parts) => {
    if (parts === 1) return [a];
    const rows = a.shape[0] / parts;
    return Array.from({ length: parts }, (_, i) => tf.slice(a, [i * rows, 0], [rows, a.shape[1] as number]));
  },
  rows: (a, from, count) => tf.slice(a, [from, 0], [count, a.shape[1] as number]),
  columns: (a, from, count) => tf.slice(a, [0, from], [a.shape[0], count]),
  sumRows: (a) => sumRows(a as Matrix),
  addRow: (a, row) => kernel(tf.Add, { a, b: row }),
  logSumExp: (a) => tf.logSumExp(a, 1, true),

  upload: (values, shape) => tf.tensor(new Float32Array(values), [...shape], 'float32'),
  // The cpu backend hands out its own memory: copy it.
  read: (tensor) => (tensor.dataSync() as Float32Array).slice(),
  shape: (tensor) => tensor.shape,
  scope: (work) => tf.tidy(work as () => tf.TensorContainer) as ReturnType<typeof work>,
  free: (tensors) => tf.dispose([...tensors]),
  live: () => tf.memory().numTensors,
};
