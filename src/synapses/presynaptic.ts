import type { Arithmetic } from '../math/arithmetic.js';
import type { Presynaptic } from './plasticity.js';

/** Which activity of the presynaptic neuron stands in the weight update. */
export interface PresynapticFactor {
  readonly name: string;
  /** It is the moving one. */
  readonly moving: boolean;
  of<T>(m: Arithmetic<T>, presynaptic: Presynaptic<T>): T;
}
