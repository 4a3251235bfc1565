import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../network/shapes.js';

/** More than a minibatch has: learning rates that change do not add up. */
const most = 1024;
/** So many numbers in all: tables of networks that are gone do not add up. */
const mostNumbers = 2 ** 22;

/** What is kept on a backend, what was asked for last at the end: by backend, for a process may change it. */
const kept = new WeakMap<object, Map<string, tf.Tensor>>();

/** Something has come since the last time that others were forgotten. */
let grown = false;

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
export const scalar = (value: number): tf.Tensor => constant(textOf(value), () => tf.scalar(value));

const textOf = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Numbers of axes on the backend, uploaded once. */
export const axes = (...numbers: readonly number[]): tf.Tensor =>
  constant(`axes ${numbers}`, () => tf.tensor1d([...numbers], 'int32'));

/** The number of an axis, uploaded once. */
export const axis = (number: number): tf.Tensor =>
  constant(`axis ${number}`, () => tf.scalar(number, 'int32'));

/** 0, -1 / count, -2 / count, ..., of a shape of so many, uploaded once. */
export const falling = (count: number, shape: readonly number[]): tf.Tensor =>
  constant(`falling ${shape}`, () => {
    const values = Float32Array.from({ length: count }, (_, k) => -k / count);
    return tf.tensor(values, [...shape], 'float32');
  });

/** Ones of a shape, uploaded once. */
export const ones = (shape: readonly number[]): tf.Tensor =>
  constant(`ones ${shape}`, () => tf.ones([...shape]));

const tables = new WeakMap<Int32Array, number>();
let next = 0;

/** What is made of a list that does not change, uploaded once. @param as what is made */
export function tableOf(values: Int32Array, as: string, make: () => tf.Tensor): tf.Tensor {
  const number = tables.get(values) ?? next++;
  tables.set(values, number);
  return constant(`${as} of table ${number}`, make);
}

/** One number all over, uploaded once. */
export const filled = (value: number, shape: readonly number[]): tf.Tensor =>
  constant(`${textOf(value)} over ${shape}`, () =>
    tf.tensor(new Float32Array(sizeOf(shape)).fill(value), [...shape], 'float32'),
  );

/** How many there are now. */
export const constants = (): number => held().size;

function constant(key: string, make: () => tf.Tensor): tf.Tensor {
  const constants = held();
  const known = constants.get(key);
  const found = known ?? tf.keep(make());
  grown ||= known === undefined;
  constants.delete(key);
  constants.set(key, found);
  return found;
}

/** Frees what was not asked for for longest, where there is too much. Only between scopes: within one somebody may still have it. */
export function forgetOldest(): void {
  if (!grown) return;
  grown = false;
  const constants = held();
  let numbers = 0;
  for (const { size } of constants.values()) numbers += size;
  for (const [key, tensor] of constants) {
    if (constants.size <= most && numbers <= mostNumbers) return;
    constants.delete(key);
    numbers -= tensor.size;
    tensor.dispose();
  }
}
