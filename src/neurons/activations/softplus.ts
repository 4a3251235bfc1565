import type { Activation } from '../activation.js';

/** f(a) = log(1 + e^a), f'(a) = 1 / (1 + e^-a); no kink. */
export const softplus: Activation = {
  rate: (m, a) => m.softplus(a),
  slope: (m, a) => m.sigmoid(a),
  steepest: 1,
};
