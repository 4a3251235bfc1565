import type { Activation } from '../activation.js';

/** f(a) = 1 / a, f'(a) = -1 / a^2; for a of one sign. */
export const reciprocal: Activation = {
  rate: (m, a) => m.div(m.ones(a), a),
  slope: (m, a) => m.div(m.affine(m.ones(a), -1, 0), m.mul(a, a)),
  steepest: Infinity,
};
