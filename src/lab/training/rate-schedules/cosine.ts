import { rateScheduleFamily } from '../rate-schedule.js';

/**
 * minimum + (base - minimum) (1 + cos(pi t / T)) / 2 over T minibatches or epochs, as torch's CosineAnnealingLR, whose T_max is
 * T and eta_min `minimum`. At its end it stays, where torch's goes up again.
 */
export const cosine = rateScheduleFamily({
  name: 'cosine',
  summary: 'down along half a cosine',
  source:
    'torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov and Hutter, arXiv 1608.03983, without restarts',
  per: 'step',
  lasts: 'run',
  options: { minimum: { kind: 'number', default: 0, least: 0, help: 'the rate at its end' } },
  of: ({ minimum }) => ({
    rate: (base, time, length) =>
      minimum + ((base - minimum) * (1 + Math.cos((Math.PI * time) / length))) / 2,
  }),
});
