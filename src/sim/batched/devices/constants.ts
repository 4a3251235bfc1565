import * as tf from '@tensorflow/tfjs-core';

/** More than a minibatch has: learning rates that change do not add up. */
const most = 1024;

/** What is kept on a backend for as long as it lives, oldest first: by backend, for a process may change it. */
const kept = new WeakMap<object, Map<string, tf.Tensor>>();

const held = (): Map<string, tf.Tensor> => {
  const backend = tf.backend();
  let constants = kept.get(backend);
  if (!constants) {
    constants = new Map();
    kept.set(backend, constants);
  }
  return constants;
};

/** A number on the backend, uploaded once. */
export const scalar = (value: number): tf.Tensor =>
  constant(Object.is(value, -0) ? '-0' : String(value), () => tf.scalar(value));

/** Numbers of axes on the backend, uploaded once. */
export const axes = (...numbers: readonly number[]): tf.Tensor =>
  constant(`axes ${numbers}`, () => tf.tensor1d([...numbers], 'int32'));

/** 0, -1 / count, -2 / count, ..., of a shape of so many, uploaded once. */
export const falling = (count: number, shape: readonly number[]): tf.Tensor =>
  constant(`falling ${shape}`, () => {
    const values = Float32Array.from({ length: count }, (_, k) => -k / count);
    return tf.tensor(values, [...shape], 'float32');
  });

/** Ones of a shape, uploaded once. */
export const ones = (shape: readonly number[]): tf.Tensor =>
  constant(`ones ${shape}`, () => tf.ones([...shape]));

/** How many there are now. */
export const constants = (): number => held().size;

function constant(key: string, make: () => tf.Tensor): tf.Tensor {
  const constants = held();
  const known = constants.get(key);
  if (known) return known;
  if (constants.size >= most) {
    const [[oldest, tensor]] = constants;
    constants.delete(oldest);
    tensor.dispose();
  }
  const made = tf.keep(make());
  constants.set(key, made);
  return made;
}
