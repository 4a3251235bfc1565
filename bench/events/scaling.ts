import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import {
  type Context,
  type Figure,
  type Measurement,
  measured,
  type Reading,
  ratios,
} from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { type RelaxationWork, relaxationWorkerOfSizes } from './worker.js';

const small = ['1e4', '1e5', '1e6'];
const sizes = { synapse: small, arbor: [...small, '1e7'], bare: [...small, '1e7'] } as const;

/** Enough for the ticks to be as usual, few enough for the largest network. */
const steps = 20;

const keyOf = (who: string, size: string) => `events.scaling.${who}.${size}`;
const ratioKey = (who: string) => `events.scaling_max_over_min.${who}`;

/** Nanoseconds per synaptic message as networks grow, and the largest of them over the smallest. */
export const scaling: readonly Measurement[] = (['synapse', 'arbor', 'bare'] as const).map((who) => ({
  figures: [...sizes[who].map((size) => sizeFigure(who, size)), ratioFigure(who)],
  measure: (context) => measure(who, context),
}));

function sizeFigure(who: string, size: string): Figure {
  const meaning =
    'nanoseconds per synaptic message (sampled relaxation) with about so many feedback synapses' +
    (who === 'bare' ? ', in bare loops: shows where the caches end' : '');
  return { key: keyOf(who, size), meaning, better: 'smaller' };
}

function ratioFigure(who: string): Figure {
  const meaning = 'the largest of these times over the smallest';
  const target = who === 'bare' ? {} : { target: 2 };
  return { key: ratioKey(who), meaning, better: 'smaller', ...target };
}

function measure(
  who: RelaxationWork['who'],
  { effort, wanted, say }: Context,
): Promise<Record<string, Reading>> {
  return withChildren(async (children) => {
    const asked = sizes[who].filter((size) => wanted(keyOf(who, size)) || wanted(ratioKey(who)));
    say(`${asked.join(', ')} synapses, ${who}`);
    const work = { who, how: 'sampled', steps } as const;
    const { child, infos } = await relaxationWorkerOfSizes(children, work, asked);
    const seconds = await alternateWithin(child, asked, effort);
    const perMessage = asked.map((size) => seconds[size].map((time) => (1e9 * time) / infos[size].messages));
    const readings = asked.map((size, i) => {
      const { synapses } = infos[size];
      const behind = `${synapses} synapses, ${steps} steps in ${secondsText(median(seconds[size]))}`;
      return [keyOf(who, size), measured(perMessage[i], behind)] as const;
    });
    return { ...Object.fromEntries(readings), [ratioKey(who)]: maxOverMin(perMessage) };
  });
}

// Round by round, of the two sizes that are the slowest and the fastest in the median: the largest of each round over its
// smallest would be the larger, the noisier the machine.
function maxOverMin(perMessage: readonly (readonly number[])[]): Reading {
  const medians = perMessage.map(median);
  const seriesOf = (value: number) => perMessage[medians.indexOf(value)];
  const rounds = ratios(seriesOf(Math.max(...medians)), seriesOf(Math.min(...medians)));
  return measured(rounds, medians.map((value) => `${value.toPrecision(3)} ns`).join(', '));
}
