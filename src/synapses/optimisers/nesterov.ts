import { optimiserFamily } from '../optimiser.js';
import { keptMomentum, withMomentum } from './momentum.js';

/**
 * Gradient descent with Nesterov's momentum: b <- momentum b + g, w <- w - rate (g + momentum b). The same as `momentum`
 * with --nesterov, under a name of its own. As torch.optim.SGD with nesterov and dampening 0.
 */
export const nesterov = optimiserFamily({
  name: 'nesterov',
  summary: 'gradient descent with momentum that looks one step ahead',
  source: 'torch.optim.SGD(nesterov=True); Nesterov 1983, as Sutskever et al. 2013 have it',
  options: { momentum: keptMomentum },
  of: ({ momentum }) => withMomentum(momentum, true),
});
