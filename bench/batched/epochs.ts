import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median, sumsOf } from '../statistics.js';

const keyOn = (backend: BackendName) => `batched.${backend}.epoch_ar_over_bp`;
/** An epoch takes long enough for the machine to change its pace: the two take turns within it. */
const partsPerEpoch = 4;
const epochsMeasured = 5;
const infoSchema = z.object({ images: z.string(), samples: z.number() });

/** Whole epochs, as a user trains. */
export const epochs = (backend: BackendName): Measurement => ({
  figures: [
    {
      key: keyOn(backend),
      meaning: 'a training epoch, data handling included, evaluation not: ar over bp',
      better: 'smaller',
      target: 1.1,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const args = [backend, effort.quick ? 50 : 0, partsPerEpoch];
      const { child, info } = await children.with(startWorker('batched/epoch-worker.ts', { args }));
      const { images, samples } = infoSchema.parse(info);
      // A part is long enough for a sample, and a first one of each warms up.
      const rounds = partsPerEpoch * epochsMeasured;
      const parts = { ...effort, rounds, sampleSeconds: 0, warmUpSeconds: 0 };
      const seconds = await alternate({ ar: child.contestant('ar'), bp: child.contestant('bp') }, parts);
      const [ar, bp] = [seconds.ar, seconds.bp].map((all) => sumsOf(all, partsPerEpoch));
      const text = `ar ${secondsText(median(ar))}, bp ${secondsText(median(bp))}`;
      return { [keyOn(backend)]: measured(ratios(ar, bp), `${text}; ${samples} samples of ${images}`) };
    }),
});
