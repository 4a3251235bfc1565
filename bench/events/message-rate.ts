import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Figure, type Measurement, measured, type Reading } from '../measurement.js';
import { numberText, secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { grainNames, relaxationWorker } from './worker.js';

const targets = { synapse: 25e6, arbor: 250e6 };
const keyOf = (who: string) => `events.synaptic_messages_per_second.${who}`;
const contestants = [...grainNames, 'bare'] as const;

const figures: readonly Figure[] = contestants.map((who) => ({
  key: keyOf(who),
  meaning:
    'messages carried by synapses in the relaxation of one sample (100 steps of 0.1); bare: the same in bare loops',
  better: 'larger',
  ...(who === 'bare' ? {} : { target: targets[who] }),
}));

/** How fast messages go through synapses, and how fast plain loops would do the same arithmetic. */
export const messageRate: Measurement = {
  figures,
  measure: ({ effort, wanted }) =>
    withChildren(async (children) => {
      const workers = [];
      for (const who of contestants.filter((name) => wanted(keyOf(name)))) {
        const work = { who, how: 'sampled', steps: 100 } as const;
        workers.push({ who, ...(await relaxationWorker(children, work)) });
      }
      const seconds = await alternate(
        Object.fromEntries(workers.map(({ who, relax }) => [who, relax])),
        effort,
      );
      const readings: Record<string, Reading> = {};
      for (const { who, info } of workers) {
        const rates = seconds[who].map((time) => info.messages / time);
        const behind = `${numberText(info.messages)} messages in ${secondsText(median(seconds[who]))}`;
        readings[keyOf(who)] = measured(rates, behind);
      }
      return readings;
    }),
};
