import { z } from 'zod';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Figure, type Measurement, measured, type Reading } from '../measurement.js';
import { grainNames } from './worker.js';

const targets = { synapse: 64, arbor: 17 };
const keyOf = (grain: string) => `events.bytes_per_synapse.${grain}`;
const infoSchema = z.object({ bytes: z.number(), synapses: z.number() });

const figures: readonly Figure[] = grainNames.map((grain) => ({
  key: keyOf(grain),
  meaning:
    "memory of an event simulator of the paper's network, once it has trained in both ways, per synapse",
  better: 'smaller',
  target: targets[grain],
}));

/** What a synapse takes, everything that a simulator keeps divided by the number of synapses. */
export const memory: Measurement = {
  figures,
  measure: async ({ effort, wanted }) => {
    const readings: Record<string, Reading> = {};
    for (const grain of grainNames.filter((name) => wanted(keyOf(name)))) {
      const found = [];
      // Memory hardly varies: few processes tell as much as many.
      for (let i = 0; i < (effort.quick ? 1 : 3); i++) found.push(await measureOnce(grain));
      const [{ bytes, synapses }] = found;
      const behind = `${(bytes / 2 ** 20).toFixed(1)} MiB, ${synapses} synapses`;
      readings[keyOf(grain)] = measured(
        found.map((each) => each.bytes / each.synapses),
        behind,
      );
    }
    return readings;
  },
};

function measureOnce(grain: string): Promise<z.infer<typeof infoSchema>> {
  return withChildren(async (children) => {
    const options = { args: [grain], node: ['--expose-gc'] };
    const { info } = await children.with(startWorker('events/memory-worker.ts', options));
    return infoSchema.parse(info);
  });
}
