import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Figure, type Measurement, measured, missing, type Reading, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { startPeer } from '../peers/start.js';
import { median } from '../statistics.js';
import { grainNames, relaxationWorker } from './worker.js';

const targets = { synapse: 5, arbor: 30 };
const keyOf = (grain: string) => `events.brian_over_ours.${grain}`;
const figures: readonly Figure[] = grainNames.map((grain) => ({
  key: keyOf(grain),
  meaning:
    "one sample's relaxation: Brian2's 100 Euler steps over our exact one through 10 tau (trajectory messages)",
  better: 'larger',
  target: targets[grain],
}));

/** One sample's relaxation in Brian2, beside ours. */
export const brian: Measurement = {
  figures,
  measure: ({ effort, wanted }) =>
    withChildren(async (children) => {
      const theirs = await startPeer(children, 'brian2', 'relaxation_brian.py');
      if ('reason' in theirs)
        return missing(
          figures.map(({ key }) => key),
          theirs.reason,
        );
      const readings: Record<string, Reading> = {};
      for (const grain of grainNames.filter((name) => wanted(keyOf(name)))) {
        const work = { who: grain, how: 'trajectory', steps: 100 } as const;
        const { relax } = await relaxationWorker(children, work);
        // Two programs that use memory differently: from one round to the next their ratio differs by a third.
        const long = { ...effort, rounds: 2 * effort.rounds };
        const seconds = await alternate({ theirs: theirs.child.contestant('relax'), ours: relax }, long);
        const behind =
          `Brian2 ${secondsText(median(seconds.theirs))}, ours ${secondsText(median(seconds.ours))}; ` +
          theirs.text;
        readings[keyOf(grain)] = measured(ratios(seconds.theirs, seconds.ours), behind);
      }
      return readings;
    }),
};
