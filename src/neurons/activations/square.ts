import type { Activation } from '../activation.js';

/** f(a) = a^2, f'(a) = 2 a; no kink. */
export const square: Activation = {
  rate: (m, a) => m.mul(a, a),
  slope: (m, a) => m.affine(a, 2, 0),
  steepest: Infinity,
};
