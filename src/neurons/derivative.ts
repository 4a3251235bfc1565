import type { Arithmetic } from '../math/arithmetic.js';

/** The two slopes f' that a neuron can know of itself. */
export interface Slopes<T> {
  /** f' at the pre-activation latched at the end of the forward sweep. */
  readonly slope: T;
  /** f' at the pre-activation that the moving activities below produce. */
  readonly currentSlope: T;
}

/** Which derivative of the activation function multiplies a neuron's activity in what it says. */
export interface Derivative {
  readonly name: string;
  /** It depends on moving activities: forward synapses have to go on carrying them, and nothing is linear any more. */
  readonly moving: boolean;
  /** value f' */
  times<T>(m: Arithmetic<T>, value: T, slopes: Slopes<T>): T;
}
