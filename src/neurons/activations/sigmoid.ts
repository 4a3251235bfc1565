import type { Activation } from '../activation.js';

/** f(a) = 1 / (1 + e^-a), f'(a) = f(a) (1 - f(a)), steepest at a = 0; no kink. */
export const sigmoid: Activation = {
  rate: (m, a) => m.sigmoid(a),
  slope: (m, a) => m.sigmoidSlope(m.sigmoid(a)),
  steepest: 1 / 4,
};
