import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';

const keyOn = (backend: BackendName) => `batched.${backend}.measured_over_plain`;
const infoSchema = z.object({ images: z.string(), samples: z.number(), every: z.number() });

/** What measuring during training costs. */
export const measuredTraining = (backend: BackendName): Measurement => ({
  figures: [
    {
      key: keyOn(backend),
      meaning: 'a training epoch with all measurements at the default interval over one without',
      better: 'smaller',
      target: 1.5,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const args = [backend, effort.quick ? 100 : 0];
      const { child, info } = await children.with(startWorker('batched/measured-worker.ts', { args }));
      const { images, samples, every } = infoSchema.parse(info);
      const few = { ...effort, rounds: 3, sampleSeconds: 0, warmUpSeconds: 0 };
      const contestants = { with: child.contestant('measured'), without: child.contestant('plain') };
      const seconds = await alternate(contestants, few);
      const text = `with ${secondsText(median(seconds.with))}, without ${secondsText(median(seconds.without))}`;
      const behind = `${text}; every ${every} minibatches, ${samples} samples of ${images}`;
      return { [keyOn(backend)]: measured(ratios(seconds.with, seconds.without), behind) };
    }),
});
