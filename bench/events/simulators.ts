import { alternate, type Contestant } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Figure, type Measurement, measured, missing, type Reading, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { absence } from '../peers/start.js';
import { median } from '../statistics.js';
import { programs, type RelaxationProgram } from './peer-programs.js';
import { peerWorker, startChecked } from './peer-relaxations.js';
import { grainNames, relaxationWorker } from './worker.js';

/** Ours: the exact solution, or the same steps as theirs. */
const ways = {
  exact: { how: 'trajectory', text: 'our exact one through 10 tau (trajectory messages)' },
  euler: { how: 'sampled', text: 'our 100 Euler steps' },
} as const;
type Way = keyof typeof ways;

/** At least so many times as fast. */
const targets: Readonly<Record<string, number>> = {
  'brian.exact.synapse': 10,
  'brian.exact.arbor': 60,
  'brian.euler.arbor': 1.5,
};

interface Compared extends Figure {
  readonly way: Way;
  readonly grain: (typeof grainNames)[number];
}

const comparisons = ({ name, text }: RelaxationProgram): Compared[] =>
  (Object.keys(ways) as Way[]).flatMap((way) =>
    grainNames.map((grain) => ({
      key: `events.${name}_over_ours.${way}.${grain}`,
      meaning: `one sample's relaxation: 100 Euler steps in ${text} over ${ways[way].text}`,
      better: 'larger',
      ...(targets[`${name}.${way}.${grain}`] && { target: targets[`${name}.${way}.${grain}`] }),
      ...{ way, grain },
    })),
  );

/** One sample's relaxation in simulators of neurons, beside ours. */
export const simulators: readonly Measurement[] = programs.map((program) => ({
  figures: comparisons(program).map(({ way: _, grain: __, ...figure }) => figure),
  measure: ({ effort, wanted }) =>
    withChildren(async (children) => {
      const asked = comparisons(program).filter(({ key }) => wanted(key));
      const without = (reason: string) =>
        missing(
          asked.map(({ key }) => key),
          reason,
        );
      const absent = absence(program.peer);
      if (absent !== undefined) return without(absent);
      const work = { grain: 'arbor', how: 'sampled', size: 'paper', whose: 'none' } as const;
      const theirs = await startChecked(children, program, await peerWorker(children, work));
      if ('reason' in theirs) return without(theirs.reason);
      const contestants: Record<string, Contestant> = { theirs: theirs.child.contestant('relax') };
      for (const { key, way, grain } of asked) {
        const { relax } = await relaxationWorker(children, { who: grain, how: ways[way].how, steps: 100 });
        contestants[key] = relax;
      }
      // Programs that use memory differently: from one round to the next their ratio differs by a third.
      const seconds = await alternate(contestants, { ...effort, rounds: 2 * effort.rounds });
      return Object.fromEntries(
        asked.map(({ key }): [string, Reading] => {
          const times = `${secondsText(median(seconds.theirs))}, ours ${secondsText(median(seconds[key]))}`;
          return [
            key,
            measured(ratios(seconds.theirs, seconds[key]), `${theirs.title} ${times}; ${theirs.text}`),
          ];
        }),
      );
    }),
}));
