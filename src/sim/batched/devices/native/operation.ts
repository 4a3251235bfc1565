import * as tf from '@tensorflow/tfjs-core';
import { axes, axis } from '../constants.js';
import type { Course } from '../convolution.js';
import type { Attribute, Constants } from './session/binding.js';

/** What tfjs-node's backend has beside what every backend has. */
interface NativeBackend {
  readonly binding: Constants;
  executeSingleOutput(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
}

type Kind = 'TF_ATTR_TYPE' | 'TF_ATTR_BOOL' | 'TF_ATTR_INT' | 'TF_ATTR_STRING';

const backend = () => tf.backend() as unknown as NativeBackend;

const attribute = (name: string, kind: Kind, value: number | boolean): Attribute => ({
  name,
  type: backend().binding[kind],
  value,
});

let float: Attribute | undefined;
let onlyFloat: readonly Attribute[] | undefined;

// The same objects each time: making them takes as long as a small operation.
const ofFloats = (): Attribute => {
  float ??= attribute('T', 'TF_ATTR_TYPE', backend().binding.TF_FLOAT);
  return float;
};

/** Runs an operation of TensorFlow on float32 tensors: one kernel, and no more. */
export function operation(name: string, ...inputs: readonly tf.Tensor[]): tf.Tensor {
  onlyFloat ??= [ofFloats()];
  return backend().executeSingleOutput(name, onlyFloat, inputs);
}

const products = new Map<string, readonly Attribute[]>();

/** a b, either turned first. */
export function matMul(a: tf.Tensor, b: tf.Tensor, turnA: boolean, turnB: boolean): tf.Tensor {
  const key = `${turnA} ${turnB}`;
  let attributes = products.get(key);
  if (!attributes) {
    const flags = [
      attribute('transpose_a', 'TF_ATTR_BOOL', turnA),
      attribute('transpose_b', 'TF_ATTR_BOOL', turnB),
    ];
    attributes = [ofFloats(), ...flags];
    products.set(key, attributes);
  }
  return backend().executeSingleOutput('MatMul', attributes, [a, b]);
}

/** Sum of tensors of one shape, the first first. */
export const addN = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  backend().executeSingleOutput('AddN', [ofFloats(), attribute('N', 'TF_ATTR_INT', tensors.length)], tensors);

/** Convolutions, by rows of images; zeros around them are counted one by one. */
export function convolution(name: string, course: Course, ...inputs: readonly tf.Tensor[]): tf.Tensor {
  const { stride, dilation, padding } = course;
  const list = (attributeName: string, value: readonly number[]): Attribute => ({
    ...{ name: attributeName, type: backend().binding.TF_ATTR_INT, value: [...value] },
  });
  const text = (attributeName: string, value: string): Attribute => ({
    ...{ name: attributeName, type: backend().binding.TF_ATTR_STRING, value },
  });
  const attributes = [
    ofFloats(),
    list('strides', [1, ...stride, 1]),
    list('dilations', [1, ...dilation, 1]),
    // Without zeros around it is quicker where it is told so.
    ...(padding.flat().every((zeros) => zeros === 0)
      ? [text('padding', 'VALID')]
      : [text('padding', 'EXPLICIT'), list('explicit_paddings', [0, 0, ...padding.flat(), 0, 0])]),
    text('data_format', 'NHWC'),
  ];
  return backend().executeSingleOutput(name, attributes, inputs);
}

/** A one where a > b, else a zero. */
export function above(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const is = operation('Greater', a, b);
  const { TF_BOOL, TF_FLOAT } = backend().binding;
  const attributes = [
    attribute('SrcT', 'TF_ATTR_TYPE', TF_BOOL),
    attribute('DstT', 'TF_ATTR_TYPE', TF_FLOAT),
    attribute('Truncate', 'TF_ATTR_BOOL', false),
  ];
  return backend().executeSingleOutput('Cast', attributes, [is]);
}

/** Axes in another order. */
export function turned(x: tf.Tensor, order: readonly number[]): tf.Tensor {
  const indices = attribute('Tperm', 'TF_ATTR_TYPE', backend().binding.TF_INT32);
  return backend().executeSingleOutput('Transpose', [ofFloats(), indices], [x, axes(...order)]);
}

/** Columns by their numbers, which are not checked: tfjs would read them back each time. */
export function gathered(x: tf.Tensor, places: tf.Tensor): tf.Tensor {
  const { TF_INT32 } = backend().binding;
  const attributes = [
    attribute('batch_dims', 'TF_ATTR_INT', 0),
    attribute('Tparams', 'TF_ATTR_TYPE', backend().binding.TF_FLOAT),
    attribute('Tindices', 'TF_ATTR_TYPE', TF_INT32),
    attribute('Taxis', 'TF_ATTR_TYPE', TF_INT32),
  ];
  return backend().executeSingleOutput('GatherV2', attributes, [x, places, axis(1)]);
}

/** Sums or maxima along some axes, which stay with size one. */
export function reduced(name: 'Sum' | 'Max', x: tf.Tensor, over: tf.Tensor): tf.Tensor {
  const keep = attribute('keep_dims', 'TF_ATTR_BOOL', true);
  const indices = attribute('Tidx', 'TF_ATTR_TYPE', backend().binding.TF_INT32);
  return backend().executeSingleOutput(name, [ofFloats(), keep, indices], [x, over]);
}
