import type { Activation } from '../activation.js';

/** f(a) = |a|, f'(a) the sign of a, 0 at the kink, as PyTorch has it: neither side's, so the kink is not followed in time. */
export const abs: Activation = {
  rate: (m, a) => m.add(m.relu(a), m.relu(m.affine(a, -1, 0))),
  slope: (m, a) => m.sub(m.step(a), m.step(m.affine(a, -1, 0))),
  steepest: 1,
};
