import * as tf from '@tensorflow/tfjs-core';
import { fail } from '../../../errors.js';
import type { Device } from '../device.js';
import { faultOf } from './gpu-faults.js';
import { plain } from './plain.js';

/** What is being read. */
const reading = new Set<Promise<void>>();

/** The device for webgpu, which computes while other work goes on: what is read of it comes later. */
export const webgpu: Device<tf.Tensor> = {
  ...plain,
  exp: (x) => notANumberWhere(x, plain.exp(x)),
  sigmoid: (x) => notANumberWhere(x, plain.sigmoid(x)),
  softplus: (x) => notANumberWhere(x, plain.softplus(x)),
  matMul: (a, b) => inOneOrder(a.shape[1]!, () => plain.matMul(a, b)),
  matMulTransposed: (a, b) => inOneOrder(a.shape[1]!, () => plain.matMulTransposed(a, b)),
  transposedMatMul: (a, b) => inOneOrder(a.shape[0], () => plain.transposedMatMul(a, b)),

  read: (tensor) => {
    const values = new Float32Array(tensor.size);
    const filled = fill(values, tensor);
    reading.add(filled);
    const over = () => void reading.delete(filled);
    filled.then(over, over);
    return values;
  },
  settled: () => {
    const all = settle();
    // Some only ask whether there is anything to wait for.
    all.catch(() => {});
    return all;
  },
};

/** The exponential function of a GPU takes NaN for any number. Of what is clipped NaN is all that zero times it can be. */
const notANumberWhere = (x: tf.Tensor, y: tf.Tensor): tf.Tensor =>
  plain.add(y, plain.affine(plain.clip(x, -1, 1), 0, 0));

/** Sums as long as this are else split among threads, which add up in the order in which they are done. */
const split = 2000;
/** Products by the backend's own choice, and by its program for small ones, which splits nothing. */
const programs = { chosen: -1, unsplit: 2 };

/** A product whose bits are the same each time. */
function inOneOrder(inner: number, multiply: () => tf.Tensor): tf.Tensor {
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', inner < split ? programs.chosen : programs.unsplit);
  return multiply();
}

/** Whoever is read may be freed at once, while the backend still asks for it: it reads a copy on the same memory. */
async function fill(values: Float32Array, tensor: tf.Tensor): Promise<void> {
  const copy = tf.keep(tf.clone(tensor));
  try {
    values.set(await copy.data<'float32'>());
  } finally {
    copy.dispose();
  }
}

/** @throws {RelaxonError} where the GPU has complained meanwhile: it goes on with zeros */
async function settle(): Promise<void> {
  await Promise.all(reading);
  const fault = faultOf(tf.backend());
  if (fault === undefined) return;
  fail({
    where: 'backend webgpu',
    got: `an error of the GPU (${fault})`,
    expected: 'none',
    hint: 'fewer samples at a time, smaller layers, or another backend',
  });
}
