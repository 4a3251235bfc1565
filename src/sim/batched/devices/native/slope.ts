import type * as tf from '@tensorflow/tfjs-core';
import { Later } from './later.js';
import { operation } from './operation.js';

/** Multiplies a signal by a slope that is made of something. */
type Times = (signal: tf.Tensor, of: tf.Tensor) => tf.Tensor;

/**
 * The slope of an activation. TensorFlow has a kernel that multiplies a signal by it and never writes it down: most rules
 * ask for nothing else.
 */
export class Slope extends Later {
  /** @param times ReluGrad(signal, a), TanhGrad(y, signal), ...; or a constant one */
  constructor(
    of: tf.Tensor,
    readonly times: Times | 'constant',
  ) {
    super(of, false);
  }

  protected make(): tf.Tensor {
    const ones = operation('OnesLike', this.of);
    return this.times === 'constant' ? ones : this.times(ones, this.of);
  }
}
