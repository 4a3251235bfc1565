import type { Arithmetic } from '../math/arithmetic.js';

/** An activation function: rate = f(a) of the pre-activation `a` (weighted input, bias included). */
export interface Activation {
  /** f(a) */
  rate<T>(m: Arithmetic<T>, a: T): T;
  /** f'(a) */
  slope<T>(m: Arithmetic<T>, a: T): T;
  /** The supremum of |f'| over all a: bounds on errors are made of it. */
  readonly steepest: number;
}
