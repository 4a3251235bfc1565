import type { Derivative } from '../derivative.js';

/** One: the nonlinear derivative is left out (arXiv 2009.05359, eq. 8). */
export const none: Derivative = {
  name: 'none',
  moving: false,
  times: (_, value) => value,
};
