import type { Activation } from '../activation.js';

/** f(a) = 1 / sqrt(a), f'(a) = -1 / (2 a sqrt(a)); for a above 0. */
export const rsqrt: Activation = {
  rate: (m, a) => m.div(m.ones(a), m.sqrt(a)),
  slope: (m, a) => m.div(m.affine(m.ones(a), -0.5, 0), m.mul(a, m.sqrt(a))),
  steepest: Infinity,
};
