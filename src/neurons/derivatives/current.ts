import type { Derivative } from '../derivative.js';

/** f' at the pre-activation of the moment: the forward pass is not frozen (arXiv 2010.06219, by its code). */
export const current: Derivative = {
  name: 'current',
  moving: true,
  times: (m, value, { currentSlope }) => m.mul(value, currentSlope),
};
