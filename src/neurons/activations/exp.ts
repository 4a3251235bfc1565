import type { Activation } from '../activation.js';

/** f(a) = f'(a) = e^a; no kink. */
export const exp: Activation = {
  rate: (m, a) => m.exp(a),
  slope: (m, a) => m.exp(a),
  steepest: Infinity,
};
