import { rateScheduleFamily } from '../rate-schedule.js';

/** base * factor, as torch's ConstantLR while that lasts; its factor is 1/3 where nobody chooses, ours 1. */
export const constant = rateScheduleFamily({
  name: 'constant',
  summary: 'the rate, or a share of it, all along',
  source: 'torch.optim.lr_scheduler.ConstantLR',
  per: 'epoch',
  lasts: 'on',
  options: { factor: { kind: 'number', default: 1, least: 0, above: true, help: 'times the rate' } },
  of: ({ factor }) => ({ rate: (base) => base * factor }),
});
