import { rateScheduleFamily } from '../rate-schedule.js';

/** base (from + (1 - from) t / T), as torch's LinearLR with end_factor 1, whose start_factor is `from` and total_iters T. */
export const warmUp = rateScheduleFamily({
  name: 'warm-up',
  summary: 'up along a line from a share of the rate to all of it',
  source: 'torch.optim.lr_scheduler.LinearLR',
  per: 'step',
  lasts: 'told',
  options: {
    from: { kind: 'number', default: 1 / 3, least: 0, below: 1, help: 'the share that it begins with' },
  },
  of: ({ from }) => ({ rate: (base, time, length) => base * (from + ((1 - from) * time) / length) }),
});
