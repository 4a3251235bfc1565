import { z } from 'zod';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, type Reading, ratios } from '../measurement.js';
import { numberText } from '../number-text.js';
import { median } from '../statistics.js';
import { networks } from './network.js';

type Name = keyof typeof networks;
const names = Object.keys(networks) as Name[];
const keyOf = (name: Name) => `events.training_over_bare.${name}`;
const whatOf = { dense: "the paper's network", cnn: "the paper's convolutional network" } as const;
const infoSchema = z.object({ batchSize: z.number(), synapses: z.number() });

/** How fast actors train, as a share of what plain loops do that need no actors. */
export const trainingOverBare: Measurement = {
  figures: names.map((name) => ({
    key: keyOf(name),
    meaning: `samples per second of training ${whatOf[name]} by activities at rest: events, arbor grain, over bare loops of the same arithmetic`,
    better: 'larger',
    target: 0.5,
  })),
  measure: async ({ effort, wanted }) => {
    const readings: Record<string, Reading> = {};
    for (const name of names.filter((one) => wanted(keyOf(one))))
      readings[keyOf(name)] = await withChildren(async (children) => {
        const start = (who: string) =>
          children.with(startWorker('events/bare-training-worker.ts', { args: [name, who] }));
        const [ours, theirs] = [await start('arbor'), await start('bare')];
        const { batchSize, synapses } = infoSchema.parse(ours.info);
        const { arbor, bare } = await alternate(
          { arbor: ours.child.contestant('train'), bare: theirs.child.contestant('train') },
          effort,
        );
        const [one, other] = [arbor, bare].map((seconds) => numberText(batchSize / median(seconds)));
        const behind = `events ${one} samples/s, bare ${other}; ${numberText(synapses)} synapses`;
        return measured(ratios(bare, arbor), behind);
      });
    return readings;
  },
};
