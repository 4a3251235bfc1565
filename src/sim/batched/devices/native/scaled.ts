import type * as tf from '@tensorflow/tfjs-core';
import { scalar } from '../constants.js';
import { Later } from './later.js';
import { operation } from './operation.js';

/**
 * factor * tensor. Products, slopes, sums and other factors need not wait for that: the factor goes through them, and is
 * multiplied by once in the end.
 */
export class Scaled extends Later {
  constructor(
    of: tf.Tensor,
    readonly factor: number,
    owns: boolean,
  ) {
    super(of, owns);
  }

  protected make(): tf.Tensor {
    return timesNumber(this.of, this.factor);
  }
}

/** Multiplies now. */
export const timesNumber = (of: tf.Tensor, factor: number): tf.Tensor =>
  factor === 1 ? of : operation('Mul', of, scalar(factor));
