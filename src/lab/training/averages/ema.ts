import { weightAverageFamily } from '../weight-average.js';

/**
 * Exponential moving average: a <- decay a + (1 - decay) w after every minibatch, the first a being w after the first one. As
 * torch.optim.swa_utils.AveragedModel with get_ema_multi_avg_fn(decay).
 */
export const ema = weightAverageFamily({
  name: 'ema',
  summary: 'exponential moving average, after every minibatch',
  source: 'torch.optim.swa_utils.get_ema_multi_avg_fn; Polyak and Juditsky 1992',
  options: {
    decay: { kind: 'number', default: 0.999, least: 0, below: 1, help: 'how much the average keeps' },
  },
  of: ({ decay }) => ({ each: 'step', from: 1, share: () => 1 - decay }),
});
