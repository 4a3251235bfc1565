import type { Arithmetic } from '../math/arithmetic.js';

/** What an output neuron knows when its error is formed. */
export interface OutputState<T> {
  /** Forward activity. */
  readonly activity: T;
  readonly target: T;
  /** log sum exp over the activities of the node; like `total`, its pool tells it, and only for a loss with a `pool`. */
  readonly pooled: T;
  /** Sum over the targets of the node. */
  readonly total: T;
}

/**
 * A loss on the activities of an output node, per sample (a batch takes the mean), for any targets: those of a sample
 * may all be zero (it is masked), or be weighted.
 * `pool` names what takes quantities over all units of the node: such a loss is not local, and the event engine needs a
 * pool actor for it.
 */
export interface Loss {
  readonly pool: 'softmax' | undefined;
  /** One unit's share of the loss. */
  share<T>(m: Arithmetic<T>, output: Omit<OutputState<T>, 'total'>): T;
  /** The error: derivative of the loss, summed over the node, by the unit's activity. What relaxes starts from it. */
  error<T>(m: Arithmetic<T>, output: OutputState<T>): T;
}
