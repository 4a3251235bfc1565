import { rateScheduleFamily } from '../rate-schedule.js';

/** base * gamma^floor(t / every), as torch's StepLR, whose step_size is `every`. */
export const step = rateScheduleFamily({
  name: 'step',
  summary: 'the rate times gamma after every so many epochs',
  source: 'torch.optim.lr_scheduler.StepLR',
  per: 'epoch',
  lasts: 'on',
  options: {
    every: { kind: 'count', default: 1, least: 1, help: 'epochs, or minibatches, between changes' },
    gamma: { kind: 'number', default: 0.1, least: 0, above: true, help: 'times the rate each time' },
  },
  of: ({ every, gamma }) => ({ rate: (base, time) => base * gamma ** Math.floor(time / every) }),
});
