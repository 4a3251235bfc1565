import type { Activation } from '../activation.js';

/** f(a) = max(a, 0), f'(a) = 1 for a > 0, else 0. At the kink, f'(0) = 0, as PyTorch and the papers' code have it. */
export const relu: Activation = {
  rate: (m, a) => m.relu(a),
  slope: (m, a) => m.step(a),
  steepest: 1,
};
