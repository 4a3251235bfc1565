import { optimiserFamily } from '../optimiser.js';
import { adamOptions, byMoments } from './adam.js';

/**
 * AdamW: a step of Adam, of gradients without weight decay; beside it w <- w (1 - rate decay). As torch.optim.AdamW, whose
 * decay of 0.01 it has where none is chosen; biases do not decay here.
 */
export const adamw = optimiserFamily({
  name: 'adamw',
  summary: 'Adam with weight decay beside the step, not in the gradient',
  source: 'torch.optim.AdamW; Loshchilov and Hutter, arXiv 1711.05101, algorithm 2',
  learningRate: 0.001,
  weightDecay: 0.01,
  options: adamOptions,
  of: (chosen) => ({ ...byMoments(chosen), decoupled: true }),
});
