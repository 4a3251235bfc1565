import type { PresynapticFactor } from '../presynaptic.js';

/** x, where the relaxation took it (arXiv 2010.06219, by its code: use_current_x_weights). */
export const current: PresynapticFactor = {
  name: 'current',
  moving: true,
  of: (_, { currentActivity }) => currentActivity,
};
