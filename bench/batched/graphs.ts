import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, type Reading, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { type GraphName, graphs } from './graphs-problems.js';
import { batchSize } from './minibatch.js';

const names = Object.keys(graphs) as GraphName[];
const keyOn = (backend: BackendName, name: GraphName) => `batched.${backend}.graphs_ar_over_bp.${name}`;
const imagesOn = (backend: BackendName) => `batched.${backend}.cnn_images_per_second`;

/** Training minibatches of graphs: Activation Relaxation over backpropagation, and how many images that is. */
export const graphsOn = (backend: BackendName): Measurement => ({
  figures: [
    ...names.map((name) => ({
      key: keyOn(backend, name),
      meaning: `one minibatch of 64 by ar (closed form) over bp: ${graphs[name].what}`,
      better: 'smaller' as const,
      target: graphs[name].target,
    })),
    {
      key: imagesOn(backend),
      meaning: "images per second of training the paper's convolutional network by ar, closed form",
      better: 'larger',
    },
  ],
  measure: async ({ effort, wanted, say }) => {
    const readings: Record<string, Reading> = {};
    for (const name of names) {
      const images = name === 'cnn' && wanted(imagesOn(backend));
      if (!wanted(keyOn(backend, name)) && !images) continue;
      say(graphs[name].what);
      await withChildren(async (children) => {
        const { child } = await children.with(
          startWorker('batched/graphs-worker.ts', { args: [backend, name] }),
        );
        const { ar, bp } = await alternateWithin(child, ['ar', 'bp'], effort);
        const behind = `ar ${secondsText(median(ar))}, bp ${secondsText(median(bp))}`;
        readings[keyOn(backend, name)] = measured(ratios(ar, bp), behind);
        if (images) {
          const rates = ar.map((seconds) => batchSize / seconds);
          readings[imagesOn(backend)] = measured(rates, behind);
        }
      });
    }
    return readings;
  },
});
