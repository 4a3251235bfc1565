import type { Derivative } from '../derivative.js';

/** f'(abar), latched at the end of the forward sweep (arXiv 2009.05359, eq. 5). */
export const frozen: Derivative = {
  name: 'frozen',
  moving: false,
  times: (m, value, { slope }) => m.mul(value, slope),
};
