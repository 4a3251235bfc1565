import type * as tf from '@tensorflow/tfjs-core';

/** A tensor that is worked out when it is asked for by itself. */
export abstract class Later {
  private made: tf.Tensor | undefined;

  /**
   * @param of what it is made of, of its shape; it must live as long
   * @param owns nobody else has that
   */
  constructor(
    readonly of: tf.Tensor,
    private readonly owns: boolean,
  ) {}

  get shape(): readonly number[] {
    return this.of.shape;
  }

  /** As a tensor; made anew where the scope has ended that it was made in. */
  get tensor(): tf.Tensor {
    if (!this.made || this.made.isDisposed) this.made = this.make();
    return this.made;
  }

  /** What there is on the device that nobody else has. */
  get own(): readonly tf.Tensor[] {
    const made = this.made && !this.made.isDisposed ? [this.made] : [];
    return this.owns ? [this.of, ...made] : made;
  }

  protected abstract make(): tf.Tensor;
}
