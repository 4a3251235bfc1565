import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { median } from '../statistics.js';
import { bareSets } from './bare.js';
import { minibatchWorker } from './worker.js';

const keyOn = (backend: BackendName) => `batched.${backend}.fraction_of_matmul_rate`;

/** How much of the backend's own rate of matrix products a training minibatch reaches. */
export const matmulRate = (backend: BackendName): Measurement => ({
  figures: [
    {
      key: keyOn(backend),
      meaning: "GFLOP/s of ar's minibatch over those of its bare matrix products (same sizes, untransposed)",
      better: 'larger',
      ...(backend === 'wasm' && { target: 0.7 }),
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const { child, info } = await minibatchWorker(children, backend);
      const { ar, ...sets } = await alternateWithin(child, ['ar', ...bareSets], effort);
      const [bare] = Object.values(sets).sort((a, b) => median(a) - median(b));
      const rate = (seconds: readonly number[]) =>
        `${((2e-9 * info.arMultiplications) / median(seconds)).toPrecision(3)} GFLOP/s`;
      // Both do the same multiplications, so the ratio of rates is that of times.
      return { [keyOn(backend)]: measured(ratios(bare, ar), `minibatch ${rate(ar)}, bare ${rate(bare)}`) };
    }),
});
