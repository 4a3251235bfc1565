import type { Activation } from '../activation.js';

/** f(a) = a, f'(a) = 1; no kink. */
export const linear: Activation = {
  rate: (_, a) => a,
  slope: (m, a) => m.ones(a),
  steepest: 1,
};
