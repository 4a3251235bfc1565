import type { Activation } from '../../src/index.js';

/** f(a) = a s, s = 1 / (1 + e^-a); f'(a) = s + a s (1 - s), steepest at a = 2.4; no kink (Ramachandran et al. 2017, arXiv 1710.05941). */
export const swish: Activation = {
  rate: (m, a) => m.mul(a, m.sigmoid(a)),
  slope: (m, a) => {
    const s = m.sigmoid(a);
    return m.add(s, m.mul(a, m.mul(s, m.affine(s, -1, 1))));
  },
  steepest: 1.09984,
};
