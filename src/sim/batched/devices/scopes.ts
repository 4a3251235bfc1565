import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from '../device.js';
import { constants, forgetOldest } from './constants.js';

/** What a device's own kind of tensor lies on; undefined of arrays and objects of them. */
export type Tensors<T> = (leaf: TensorTree<T>) => readonly tf.Tensor[] | undefined;

let depth = 0;

/** Runs `work` and frees every tensor it made but those in its result. */
export function scoped<T, R extends TensorTree<T>>(work: () => R, tensors: Tensors<T>): R {
  let result: R | undefined;
  depth++;
  try {
    tf.tidy(() => {
      result = work();
      return tensorsIn(result, tensors);
    });
  } finally {
    depth--;
    if (depth === 0) forgetOldest();
  }
  return result!;
}

/** All tensors of the backend in arrays and objects of a device's own. */
export function tensorsIn<T>(tree: TensorTree<T>, tensors: Tensors<T>): tf.Tensor[] {
  const found: tf.Tensor[] = [];
  const add = (some: TensorTree<T>): void => {
    const here = tensors(some);
    if (here) found.push(...here);
    else for (const inner of Object.values(some as Readonly<Record<string, TensorTree<T>>>)) add(inner);
  };
  add(tree);
  return found;
}

/** Frees tensors, but constants: these are others', too. */
export const freeAll = (tensors: readonly tf.Tensor[]): void =>
  tf.dispose(tensors.filter(({ kept }) => !kept));

/** Tensors alive, but for constants. */
export const live = (): number => tf.memory().numTensors - constants();
