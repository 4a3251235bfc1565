import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { median } from '../statistics.js';
import { bareSets } from './bare.js';
import { minibatchWorker } from './worker.js';

const key = 'batched.fraction_of_matmul_rate';

/** How much of the backend's own rate of matrix products a training minibatch reaches. */
export const matmulRate: Measurement = {
  figures: [
    {
      key,
      meaning: "GFLOP/s of ar's minibatch over those of its bare matrix products (same sizes, untransposed)",
      better: 'larger',
      target: 0.6,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const { child, info } = await minibatchWorker(children);
      const { ar, ...sets } = await alternateWithin(child, ['ar', ...bareSets], effort);
      const [bare] = Object.values(sets).sort((a, b) => median(a) - median(b));
      const rate = (seconds: readonly number[]) =>
        `${((2e-9 * info.arMultiplications) / median(seconds)).toPrecision(3)} GFLOP/s`;
      // Both do the same multiplications, so the ratio of rates is that of times.
      return { [key]: measured(ratios(bare, ar), `minibatch ${rate(ar)}, bare ${rate(bare)}`) };
    }),
};
