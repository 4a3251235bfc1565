import type { Arithmetic, Loss } from '../../src/index.js';

/** e, and no less than -1 or more than 1. */
function clipped<T>(m: Arithmetic<T>, e: T): T {
  const above = m.relu(m.affine(e, 1, -1));
  const below = m.relu(m.affine(e, -1, -1));
  return m.add(m.sub(e, above), below);
}

/** With e = x - t: 1/2 e^2 where |e| < 1, |e| - 1/2 beyond (Huber 1964); error e, no less than -1 or more than 1. */
export const huber: Loss = {
  pool: undefined,
  share: (m, { activity, target }) => {
    const e = m.sub(activity, target);
    const c = clipped(m, e);
    return m.mul(c, m.sub(e, m.affine(c, 0.5, 0)));
  },
  error: (m, { activity, target }) => clipped(m, m.sub(activity, target)),
};
