import type { Loss } from '../loss.js';

/**
 * - sum over units t log softmax(x); error (sum of t) softmax(x) - t.
 * The softmax is part of the loss: the output node's activities are the logits.
 */
export const crossEntropy: Loss = {
  pool: 'softmax',
  share: (m, { activity, target, pooled }) => m.mul(target, m.sub(pooled, activity)),
  error: (m, { activity, target, pooled, total }) =>
    m.sub(m.mul(m.exp(m.sub(activity, pooled)), total), target),
};
