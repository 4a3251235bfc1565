import type { Activation } from '../activation.js';

/** f(a) = a s(a), s the sigmoid; f'(a) = s(a) + a s(a) (1 - s(a)); no kink. */
export const silu: Activation = {
  rate: (m, a) => m.mul(a, m.sigmoid(a)),
  slope: (m, a) => {
    const s = m.sigmoid(a);
    return m.add(s, m.mul(a, m.sigmoidSlope(s)));
  },
  steepest: 1.09984,
};
