import { optimiserFamily } from '../optimiser.js';

/** Gradient descent: w <- w - rate g. */
export const sgd = optimiserFamily({
  name: 'sgd',
  summary: 'gradient descent',
  source: 'torch.optim.SGD',
  options: {},
  of: () => ({ traces: [] }),
});
