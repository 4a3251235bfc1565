import { alternate, type Contestant } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { type Context, type Figure, type Measurement, measured, type Reading } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';
import { type RelaxationInfo, type RelaxationWork, relaxationWorker } from './worker.js';

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
  return { key: ratioKey(who), meaning: 'the largest of these times over the smallest', better: 'smaller' };
}

function measure(
  who: RelaxationWork['who'],
  { effort, wanted, say }: Context,
): Promise<Record<string, Reading>> {
  return withChildren(async (children) => {
    const asked = sizes[who].filter((size) => wanted(keyOf(who, size)) || wanted(ratioKey(who)));
    const contestants: Record<string, Contestant> = {};
    const infos: Record<string, RelaxationInfo> = {};
    for (const size of asked) {
      say(`${size} synapses, ${who}`);
      const work = { who, how: 'sampled', size: Number(size), steps } as const;
      const { relax, info } = await relaxationWorker(children, work);
      contestants[size] = relax;
      infos[size] = info;
    }
    const seconds = await alternate(contestants, effort);
    const perMessage = asked.map((size) => seconds[size].map((time) => (1e9 * time) / infos[size].messages));
    const readings = asked.map((size, i) => {
      const { synapses } = infos[size];
      const behind = `${synapses} synapses, ${steps} steps in ${secondsText(median(seconds[size]))}`;
      return [keyOf(who, size), measured(perMessage[i], behind)] as const;
    });
    return { ...Object.fromEntries(readings), [ratioKey(who)]: maxOverMin(perMessage) };
  });
}

function maxOverMin(perMessage: readonly (readonly number[])[]): Reading {
  const rounds = perMessage[0].map((_, round) => {
    const times = perMessage.map((series) => series[round]);
    return Math.max(...times) / Math.min(...times);
  });
  const medians = perMessage.map((series) => `${median(series).toPrecision(3)} ns`);
  return measured(rounds, medians.join(', '));
}
