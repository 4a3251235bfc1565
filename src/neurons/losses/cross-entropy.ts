import type { Loss } from '../loss.js';

/**
 * - sum over units t log softmax(x), for targets that sum to one; error softmax(x) - t.
 * The softmax is part of the loss: the output node's activities are the logits.
 */
export const crossEntropy: Loss = {
  pool: 'log-sum-exp',
  share: (m, { activity, target, pooled }) => m.mul(target, m.sub(pooled, activity)),
  error: (m, { activity, target, pooled }) => m.sub(m.exp(m.sub(activity, pooled)), target),
};
