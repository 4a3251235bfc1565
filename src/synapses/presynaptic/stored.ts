import type { PresynapticFactor } from '../presynaptic.js';

/** xbar, the forward activity, stored through the relaxation (arXiv 2009.05359, eq. 6, with the sign of its code). */
export const stored: PresynapticFactor = {
  name: 'stored',
  moving: false,
  of: (_, { forwardActivity }) => forwardActivity,
};
