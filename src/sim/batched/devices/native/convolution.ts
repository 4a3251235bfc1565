import type * as tf from '@tensorflow/tfjs-core';
import { perFilter, placesOf, unitsIn, type Window } from '../../../../math/window.js';
import { axes } from '../constants.js';
import { type Convolve, convolutionsBy, reshaped } from '../convolution.js';
import { plain } from '../plain.js';
import { convolution } from './operation.js';

const byOperation: Convolve = (x, filters, course) => convolution('Conv2D', course, x, filters);
const general = convolutionsBy(byOperation);

/** Kernels of TensorFlow's own for what comes back take no groups, and no dilation. */
const simple = ({ groups, dilation }: Window): boolean => groups === 1 && dilation.every((n) => n === 1);

const filtersOf = (filters: tf.Tensor, { kernel, channels, groups, filters: many }: Window): tf.Tensor =>
  reshaped(plain.transpose(filters), ...kernel, channels / groups, many);

const outOf = (y: tf.Tensor, window: Window): tf.Tensor =>
  reshaped(y, y.shape[0], ...placesOf(window), window.filters);

const imageShape = (batch: number, { height, width, channels }: Window) =>
  [batch, height, width, channels] as const;

/** @param filters [filters, places x channels] */
export const convolve = (x: tf.Tensor, filters: tf.Tensor, window: Window): tf.Tensor =>
  general.convolve(x, plain.transpose(filters), window);

export function convolveBack(y: tf.Tensor, filters: tf.Tensor, window: Window): tf.Tensor {
  if (!simple(window)) return general.back(y, plain.transpose(filters), window);
  const shape = axes(...imageShape(y.shape[0], window));
  const image = convolution(
    'Conv2DBackpropInput',
    window,
    shape,
    filtersOf(filters, window),
    outOf(y, window),
  );
  return reshaped(image, y.shape[0], unitsIn(window));
}

export function convolveProducts(x: tf.Tensor, y: tf.Tensor, window: Window): tf.Tensor {
  if (!simple(window)) return plain.transpose(general.products(x, y, window));
  const { kernel, channels, filters } = window;
  const image = reshaped(x, ...imageShape(x.shape[0], window));
  const shape = axes(...kernel, channels, filters);
  const sums = convolution('Conv2DBackpropFilter', window, image, shape, outOf(y, window));
  return plain.transpose(reshaped(sums, perFilter(window), filters));
}
