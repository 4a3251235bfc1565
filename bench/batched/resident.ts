import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured } from '../measurement.js';

const infoSchema = z.object({ images: z.string(), first: z.number(), last: z.number() });
const mebibytes = (bytes: number) => bytes / 2 ** 20;

/** Whether memory stays what it is: all that the process holds, the backend's own memory too. */
export const resident = (backend: BackendName): Measurement => {
  const key = `batched.${backend}.resident_last_over_first`;
  return {
    figures: [
      {
        key,
        meaning: 'resident set after 10,000 minibatches of ar over that after the first',
        better: 'smaller',
        target: 1.5,
      },
    ],
    measure: ({ effort }) =>
      withChildren(async (children) => {
        const count = effort.quick ? 100 : 10_000;
        const { info } = await children.with(
          startWorker('batched/resident-worker.ts', { args: [backend, count] }),
        );
        const { images, first, last } = infoSchema.parse(info);
        const [one, all] = [first, last].map((bytes) => `${mebibytes(bytes).toFixed(0)} MiB`);
        return { [key]: measured([last / first], `${one}, after ${count} minibatches ${all}; ${images}`) };
      }),
  };
};
