import { z } from 'zod';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Figure, type Measurement, measured, type Reading } from '../measurement.js';

const sizes = ['1e4', '1e5', '1e6'] as const;
const ways = [
  { name: 'one', whose: 'one', how: 'sampled', text: 'one delay for all, steps of 0.1' },
  { name: 'own_threshold', whose: 'own', how: 'threshold', text: 'a delay for each, threshold messages' },
  { name: 'own_sampled', whose: 'own', how: 'sampled', text: 'a delay for each, steps of 0.1' },
] as const;
type Way = (typeof ways)[number];

const perArrival = ({ name }: Way, size: string) => `events.delayed_ns_per_arrival.${name}.${size}`;
const inAll = ({ name }: Way) => `events.delayed_seconds.${name}`;
const memory = ({ name }: Way) => `events.delayed_megabytes.${name}`;

const replySchema = z.object({ seconds: z.number(), arrivals: z.number(), megabytes: z.number() });

function figuresOf(way: Way): Figure[] {
  const { text } = way;
  return [
    ...sizes.map((size): Figure => {
      const meaning = `nanoseconds per arrival at a synapse, about so many synapses: ${text}`;
      return { key: perArrival(way, size), meaning, better: 'smaller' };
    }),
    {
      key: inAll(way),
      meaning: `seconds for 10 tau of a million synapses: ${text}`,
      better: 'smaller',
      target: 60,
    },
    {
      key: memory(way),
      meaning: 'megabytes that the process has taken for it',
      better: 'smaller',
      target: 2000,
    },
  ];
}

/** Ten tau of a relaxation over wires with delays as networks grow; each once, for they are long. */
export const delayed: readonly Measurement[] = ways.map((way) => ({
  figures: figuresOf(way),
  measure: async ({ effort, wanted, say }) => {
    const readings: Record<string, Reading> = {};
    const million = wanted(inAll(way)) || wanted(memory(way));
    for (const size of sizes) {
      const asked = wanted(perArrival(way, size)) || (size === '1e6' && million);
      if (!asked || (effort.quick && size !== '1e4')) continue;
      say(`${size} synapses, ${way.text}`);
      Object.assign(readings, await measureOnce(way, size));
    }
    const left = figuresOf(way).filter(({ key }) => wanted(key) && !(key in readings));
    for (const { key } of left) readings[key] = { value: null, reason: 'takes too long for --quick' };
    return readings;
  },
}));

function measureOnce(way: Way, size: string): Promise<Record<string, Reading>> {
  return withChildren(async (children) => {
    const options = { args: [way.whose, way.how, size] };
    const { child } = await children.with(startWorker('events/delayed-worker.ts', options));
    const { seconds, arrivals, megabytes } = await child.ask({}, replySchema);
    const behind = `${(arrivals / 1e6).toPrecision(3)} million arrivals in ${seconds.toPrecision(3)} s`;
    const reading = { [perArrival(way, size)]: measured([(1e9 * seconds) / arrivals], behind) };
    if (size !== '1e6') return reading;
    return {
      ...reading,
      [inAll(way)]: measured([seconds], behind),
      [memory(way)]: measured([megabytes], 'largest resident set'),
    };
  });
}
