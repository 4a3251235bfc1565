import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import type { Child } from '../children/child.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import type { Effort } from '../effort.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { median } from '../statistics.js';

const key = 'jobs.throughput_2_over_1';
const infoSchema = z.object({ images: z.string() });
const samplesSchema = z.object({ samples: z.number() });

/** Two seeds that train at once, each in a process of its own, over one that has the machine to itself. */
export const throughput = (backend: BackendName): Measurement => ({
  figures: [
    {
      key,
      meaning: 'training samples per second of two seeds at once over one alone (batched engine, ar)',
      better: 'larger',
      target: 1.7,
    },
  ],
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const start = (seed: number) =>
        children.with(startWorker('jobs/training-worker.ts', { args: [seed, backend] }));
      const [first, second] = [await start(1), await start(2)];
      const pair = [first.child, second.child];
      const { rounds, seconds } = effortOf(effort);
      await train(pair, seconds);
      const one: number[] = [];
      const two: number[] = [];
      for (let round = 0; round < rounds; round++) {
        // Either of the two alone in turn, so that neither's luck with memory counts.
        one.push(await train([pair[round % 2]], seconds));
        two.push(await train(pair, seconds));
      }
      const rate = (rates: readonly number[]) => `${Math.round(median(rates))} samples/s`;
      const { images } = infoSchema.parse(first.info);
      return { [key]: measured(ratios(two, one), `two ${rate(two)}, one ${rate(one)}; ${images}`) };
    }),
});

const effortOf = ({ quick }: Effort) => (quick ? { rounds: 2, seconds: 0.5 } : { rounds: 5, seconds: 3 });

/** Lets children train in the same stretch of time. @returns samples per second of all together */
async function train(children: readonly Child[], seconds: number): Promise<number> {
  // Far enough ahead for all to have heard of it.
  const from = Date.now() + 50;
  const until = from + 1000 * seconds;
  const replies = await Promise.all(children.map((child) => child.ask({ from, until }, samplesSchema)));
  return replies.reduce((sum, { samples }) => sum + samples, 0) / seconds;
}
