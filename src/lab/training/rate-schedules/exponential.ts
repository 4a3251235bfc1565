import { rateScheduleFamily } from '../rate-schedule.js';

/** base * gamma^t, as torch's ExponentialLR, which has no gamma of its own. */
export const exponential = rateScheduleFamily({
  name: 'exponential',
  summary: 'the rate times gamma after every epoch',
  source: 'torch.optim.lr_scheduler.ExponentialLR',
  per: 'epoch',
  lasts: 'on',
  options: {
    gamma: { kind: 'number', default: 0.9, least: 0, above: true, help: 'times the rate each time' },
  },
  of: ({ gamma }) => ({ rate: (base, time) => base * gamma ** time }),
});
