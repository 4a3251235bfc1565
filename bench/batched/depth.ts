import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Context, type Measurement, measured, type Reading, ratios } from '../measurement.js';
import { numberText, secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { minibatchWorker } from './worker.js';

const depths = [4, 8, 16, 32];
const time = 'ar_depth';
const count = 'ar_depth_multiplications';
const overCount = 'ar_depth_over_count';
const keyOn = (backend: BackendName, what: string, hidden: number) => `batched.${backend}.${what}.${hidden}`;

const meanings = {
  [time]: 'ar over bp, time of a minibatch, hidden layers of 100',
  [count]: 'ar over bp, scalar multiplications in the matrix products of a minibatch',
  [overCount]: 'ratio of times over ratio of multiplications',
};

/** The same comparison in deep networks, and what the number of multiplications would have it be. */
export const depth = (backend: BackendName): Measurement => ({
  figures: Object.entries(meanings).flatMap(([what, meaning]) =>
    depths.map((hidden) => ({ key: keyOn(backend, what, hidden), meaning, better: 'smaller' as const })),
  ),
  measure: async (context) => {
    const readings: Record<string, Reading> = {};
    for (const hidden of depths) {
      if ([time, count, overCount].some((what) => context.wanted(keyOn(backend, what, hidden)))) {
        context.say(`${hidden} hidden layers`);
        Object.assign(readings, await measureDepth(context, backend, hidden));
      }
    }
    return readings;
  },
});

function measureDepth(
  { effort }: Context,
  backend: BackendName,
  hidden: number,
): Promise<Record<string, Reading>> {
  return withChildren(async (children) => {
    const { child, info } = await minibatchWorker(children, backend, hidden);
    const { ar, bp } = await alternateWithin(child, ['ar', 'bp'], effort);
    const { arMultiplications, bpMultiplications } = info;
    const counted = arMultiplications / bpMultiplications;
    const times = ratios(ar, bp);
    const seconds = `ar ${secondsText(median(ar))}, bp ${secondsText(median(bp))}`;
    const counts = `ar ${numberText(arMultiplications)}, bp ${numberText(bpMultiplications)}`;
    return {
      [keyOn(backend, time, hidden)]: measured(times, seconds),
      [keyOn(backend, count, hidden)]: measured([counted], counts),
      [keyOn(backend, overCount, hidden)]: measured(
        times.map((ratio) => ratio / counted),
        seconds,
      ),
    };
  });
}
