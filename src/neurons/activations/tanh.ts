import type { Activation } from '../activation.js';

/** f(a) = tanh a, f'(a) = 1 - tanh(a)^2, steepest at a = 0; no kink. */
export const tanh: Activation = {
  rate: (m, a) => m.tanh(a),
  slope: (m, a) => m.tanhSlope(m.tanh(a)),
  steepest: 1,
};
