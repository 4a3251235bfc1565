import { z } from 'zod';
import { alternate, type Contestant } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Figure, type Measurement, measured } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { grainNames } from './worker.js';

const keyOf = (grain: string) => `events.training_samples_per_second.${grain}`;
const infoSchema = z.object({ batchSize: z.number(), images: z.string() });

const figures: readonly Figure[] = grainNames.map((grain) => ({
  key: keyOf(grain),
  meaning: "training of the paper's network: sweep, exact relaxation through 10 tau, plasticity; batch 64",
  better: 'larger',
  ...(grain === 'arbor' ? { target: 400 } : {}),
}));

/** How fast actors train. */
export const training: Measurement = {
  figures,
  measure: ({ effort, wanted }) =>
    withChildren(async (children) => {
      const contestants: Record<string, Contestant> = {};
      let facts = { batchSize: 0, images: '' };
      for (const grain of grainNames.filter((name) => wanted(keyOf(name)))) {
        const options = { args: [grain] };
        const { child, info } = await children.with(startWorker('events/training-worker.ts', options));
        contestants[grain] = child.contestant('train');
        facts = infoSchema.parse(info);
      }
      const { batchSize, images } = facts;
      const seconds = await alternate(contestants, effort);
      const readings = Object.entries(seconds).map(([grain, times]) => {
        const behind = `minibatch of ${batchSize} in ${secondsText(median(times))}; ${images}`;
        return [
          keyOf(grain),
          measured(
            times.map((time) => batchSize / time),
            behind,
          ),
        ] as const;
      });
      return Object.fromEntries(readings);
    }),
};
