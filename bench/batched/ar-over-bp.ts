import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { minibatchWorker } from './worker.js';

const keyOn = (backend: BackendName) => `batched.${backend}.ar_over_bp`;

/** One training minibatch of the paper's network: Activation Relaxation over backpropagation. */
export const arOverBp = (backend: BackendName): Measurement => ({
  figures: [
    {
      key: keyOn(backend),
      meaning: 'one minibatch of 64: ar (100 steps of 0.1, closed form) over bp, same backend',
      better: 'smaller',
      target: 1.15,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const { child } = await minibatchWorker(children, backend);
      const { ar, bp } = await alternateWithin(child, ['ar', 'bp'], effort);
      const behind = `ar ${secondsText(median(ar))}, bp ${secondsText(median(bp))}`;
      return { [keyOn(backend)]: measured(ratios(ar, bp), behind) };
    }),
});
