import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../scopes.js';
import { Scaled } from './scaled.js';
import { Slope } from './slope.js';

/** A tensor by rows, or one that is not worked out yet. */
export type Native = tf.Tensor | Slope | Scaled;

/** As a tensor, now. */
export const tensor = (a: Native): tf.Tensor => (isDeferred(a) ? a.tensor : a);

/** What there is on the device that nobody else has. */
export const ownOf: Tensors<Native> = (leaf) => {
  if (isDeferred(leaf)) return leaf.own;
  return leaf instanceof tf.Tensor ? [leaf] : undefined;
};

/** The same, with what it is made of. */
export const allOf: Tensors<Native> = (leaf) => (isDeferred(leaf) ? [leaf.of, ...leaf.own] : ownOf(leaf));

const isDeferred = (leaf: unknown): leaf is Slope | Scaled => leaf instanceof Slope || leaf instanceof Scaled;
