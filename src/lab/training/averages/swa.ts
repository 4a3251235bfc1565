import { weightAverageFamily } from '../weight-average.js';

/** Where nobody says: the last quarter of the epochs, as in the paper. */
const share = 0.75;

/**
 * Plain average of the weights at the end of each epoch from one on: after n of them a <- a + (w - a) / (n + 1). As
 * torch.optim.swa_utils.AveragedModel; the learning rate is what its schedule says.
 */
export const swa = weightAverageFamily({
  name: 'swa',
  summary: 'plain average of the weights at the end of each of the last epochs',
  source: 'torch.optim.swa_utils.AveragedModel; Izmailov et al., arXiv 1803.05407',
  options: {
    from: { kind: 'count', default: 0, least: 0, help: 'the first epoch (0: of the last quarter)' },
    last: { kind: 'count', default: 0, least: 0, help: 'instead, so many epochs up to the end of the run' },
  },
  resolved: ({ from, last }, epochs) => {
    if (last > 0) return { from: Math.max(1, epochs - last + 1), last: 0 };
    return { from: from > 0 ? from : Math.floor(share * epochs) + 1, last: 0 };
  },
  of: ({ from }) => ({ each: 'epoch', from, share: (before) => 1 / (before + 1) }),
});
