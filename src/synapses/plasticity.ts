import type { Arithmetic } from '../math/arithmetic.js';
import type { Timing } from './timing.js';

/** All a rule may know of the presynaptic neuron: what its messages said. */
export interface Presynaptic<T> {
  /** Activity of the forward sweep, stored by the synapse. */
  readonly forwardActivity: T;
  /** The activity that it said last, during or after the relaxation; of an input that does not relax, the stimulus. */
  readonly currentActivity: T;
}

/** All a rule may know of the postsynaptic neuron: its own state. */
export interface Postsynaptic<T> {
  /** The relaxed activity. */
  readonly activity: T;
  /** f' latched at the end of the forward sweep. */
  readonly slope: T;
  /** f' at the pre-activation that the moving activities below produce. */
  readonly currentSlope: T;
}

/**
 * One term of a plasticity rule: gradient += gain * pre(p) * post(q).
 * In a synapse actor that is two multiplications; in the batched engine one matrix product. The types make it
 * impossible to read anything that is not at one of the synapse's two ends.
 */
export interface PlasticityTerm {
  readonly gain: number;
  pre<T>(m: Arithmetic<T>, presynaptic: Presynaptic<T>): T;
  post<T>(m: Arithmetic<T>, postsynaptic: Postsynaptic<T>): T;
}

/** A plasticity rule: the sum of its terms is the gradient a synapse descends. A bias is a synapse with pre = 1. */
export interface Plasticity {
  readonly name: string;
  readonly terms: readonly PlasticityTerm[];
  /** When synapses change. */
  readonly timing: Timing;
  /** It reads moving activities below: after the relaxation forward synapses have to carry them once more. */
  readonly readsMoving: boolean;
}
