import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import type { Effort } from '../effort.js';
import {
  type Context,
  type Figure,
  type Measurement,
  measured,
  missing,
  type Reading,
  ratios,
} from '../measurement.js';
import { secondsText } from '../number-text.js';
import { absence } from '../peers/start.js';
import { median } from '../statistics.js';
import { programs, type RelaxationProgram } from './peer-programs.js';
import { type PeerWork, peerWorker, startChecked } from './peer-relaxations.js';
import { grainNames } from './worker.js';

const sizes = ['1e5', '1e6'] as const;
const hows = {
  sampled: 'in steps of 0.1',
  threshold: 'with threshold messages (quantum 0.1)',
} as const;

/** Ours over theirs, at most. */
const targets: Readonly<Record<string, number>> = {
  'nest.sampled.arbor.1e6': 1,
  'nest.threshold.arbor.1e6': 2,
};

interface Compared extends Figure {
  readonly work: PeerWork;
}

const comparisons = ({ name, text }: RelaxationProgram): Compared[] =>
  (Object.keys(hows) as (keyof typeof hows)[]).flatMap((how) =>
    grainNames.flatMap((grain) =>
      sizes.map((size): Compared => {
        const target = targets[`${name}.${how}.${grain}.${size}`];
        return {
          key: `events.delayed_over_${name}.${how}.${grain}.${size}`,
          meaning: `10 tau of a relaxation over about so many synapses with a delay for each, ${hows[how]}, over 100 steps in ${text}`,
          better: 'smaller',
          ...(target !== undefined && { target }),
          work: { grain, how, size, whose: 'own' },
        };
      }),
    ),
  );

/** Relaxations over wires with a delay for each synapse, beside those in simulators of neurons. */
export const delayedPeers: readonly Measurement[] = programs.map((program) => ({
  figures: comparisons(program).map(({ work: _, ...figure }) => figure),
  measure: async (context) => {
    const absent = absence(program.peer);
    if (absent !== undefined) {
      return missing(
        comparisons(program).map(({ key }) => key),
        absent,
      );
    }
    const readings: Record<string, Reading> = {};
    for (const compared of comparisons(program)) {
      if (!context.wanted(compared.key)) continue;
      const long = context.effort.quick && compared.work.size !== sizes[0];
      readings[compared.key] = long
        ? { value: null, reason: 'takes too long for --quick' }
        : await measure(program, compared, context);
    }
    return readings;
  },
}));

// A few turns, of one relaxation each where they are long.
const effortOf = (effort: Effort): Effort => ({
  ...effort,
  rounds: effort.quick ? 2 : 5,
  ...{ sampleSeconds: 0.05, warmUpSeconds: 0 },
});

function measure(
  program: RelaxationProgram,
  { key, work }: Compared,
  { effort, say }: Context,
): Promise<Reading> {
  say(key);
  return withChildren(async (children): Promise<Reading> => {
    const ours = await peerWorker(children, work);
    const theirs = await startChecked(children, program, ours);
    if ('reason' in theirs) return { value: null, reason: theirs.reason };
    const contestants = { ours: ours.contestant('relax'), theirs: theirs.child.contestant('relax') };
    const seconds = await alternate(contestants, effortOf(effort));
    const times = `ours ${secondsText(median(seconds.ours))}, ${theirs.title} ${secondsText(median(seconds.theirs))}`;
    return measured(ratios(seconds.ours, seconds.theirs), `${times}; ${theirs.text}`);
  });
}
