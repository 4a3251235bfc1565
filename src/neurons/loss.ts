import type { Arithmetic } from '../math/arithmetic.js';

/** What an output neuron knows when its error is formed. */
export interface OutputState<T> {
  /** Forward activity. */
  readonly activity: T;
  readonly target: T;
  /** What the pool of the output node told every neuron in it; only for a loss with a `pool`. */
  readonly pooled: T;
}

/**
 * A loss on the activities of an output node, per sample (a batch takes the mean).
 * `pool` names a quantity over all units of the node: such a loss is not local, and the event engine needs a
 * pool actor for it.
 */
export interface Loss {
  readonly pool: 'log-sum-exp' | undefined;
  /** One unit's share of the loss. */
  share<T>(m: Arithmetic<T>, output: OutputState<T>): T;
  /** The error: derivative of the loss by the unit's activity. What relaxes starts from it. */
  error<T>(m: Arithmetic<T>, output: OutputState<T>): T;
}
