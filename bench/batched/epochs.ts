import { z } from 'zod';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';

const key = 'batched.epoch_ar_over_bp';
const infoSchema = z.object({ images: z.string(), samples: z.number() });

/** Whole epochs, as a user trains. */
export const epochs: Measurement = {
  figures: [
    {
      key,
      meaning: 'a training epoch, data handling included, evaluation not: ar over bp',
      better: 'smaller',
      target: 1.15,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const args = [effort.quick ? 50 : 0];
      const { child, info } = await children.with(startWorker('batched/epoch-worker.ts', { args }));
      const { images, samples } = infoSchema.parse(info);
      // An epoch is long enough for a sample: a first one of each warms up, a few more do.
      const few = { ...effort, rounds: 3, sampleSeconds: 0, warmUpSeconds: 0 };
      const { ar, bp } = await alternate({ ar: child.contestant('ar'), bp: child.contestant('bp') }, few);
      const seconds = `ar ${secondsText(median(ar))}, bp ${secondsText(median(bp))}`;
      return { [key]: measured(ratios(ar, bp), `${seconds}; ${samples} samples of ${images}`) };
    }),
};
