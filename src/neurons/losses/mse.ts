import type { Loss } from '../loss.js';

/** 1/2 sum over units (x - t)^2; error x - t. */
export const mse: Loss = {
  pool: undefined,
  share: (m, { activity, target }) => {
    const e = m.sub(activity, target);
    return m.affine(m.mul(e, e), 0.5, 0);
  },
  error: (m, { activity, target }) => m.sub(activity, target),
};
