import { z } from 'zod';
import type { Child } from '../children/child.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Figure, type Measurement, measured, type Reading } from '../measurement.js';
import { median } from '../statistics.js';

const sizes = ['1e4', '1e5', '1e6'] as const;
const ways = [
  way('one', 'one', 'sampled', 'nothing', 'one delay for all, steps of 0.1'),
  way('own_threshold', 'own', 'threshold', 'nothing', 'a delay for each, threshold messages'),
  way('own_sampled', 'own', 'sampled', 'nothing', 'a delay for each, steps of 0.1'),
  way('own_sampled_learning', 'own', 'sampled', 'plasticity', 'a delay for each, steps of 0.1, plasticity'),
  way('own_sampled_recorded', 'own', 'sampled', 'nodes', 'a delay for each, steps of 0.1, nodes recorded'),
  way('own_threshold_learning', 'own', 'threshold', 'plasticity', 'a delay for each, thresholds, plasticity'),
  way('own_threshold_recorded', 'own', 'threshold', 'nodes', 'a delay for each, thresholds, nodes recorded'),
];

interface Way {
  readonly name: string;
  readonly whose: 'one' | 'own';
  readonly how: 'sampled' | 'threshold';
  readonly beside: 'nothing' | 'plasticity' | 'nodes';
  readonly text: string;
}

function way(name: string, whose: Way['whose'], how: Way['how'], beside: Way['beside'], text: string): Way {
  return { name, whose, how, beside, text };
}

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
    const options = { args: [way.whose, way.how, size, way.beside] };
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

/** Presents for so many seconds, once at least. @returns seconds per arrival, of each presentation */
async function presentFor(child: Child, wanted: number): Promise<number[]> {
  const times: number[] = [];
  for (let spent = 0; spent < wanted; ) {
    const { seconds, arrivals } = await child.ask({}, replySchema);
    times.push(seconds / arrivals);
    spent += seconds;
  }
  return times;
}

const spread = ({ name }: Way) => `events.delayed_max_over_min.${name}`;

/** How the time per arrival changes with the number of synapses, where each has its delay. */
export const delayedSpread: readonly Measurement[] = ways
  .filter(({ name }) => name === 'own_sampled' || name === 'own_threshold')
  .map((way) => ({
    figures: [
      {
        key: spread(way),
        meaning: `time per arrival from 1e5 to 1e7 synapses, the largest over the smallest: ${way.text}`,
        better: 'smaller',
        target: 2,
      },
    ],
    measure: async ({ effort, say }) => {
      if (effort.quick) return { [spread(way)]: { value: null, reason: 'takes too long for --quick' } };
      const each: number[] = [];
      for (const size of ['1e5', '1e6', '1e7']) {
        say(`${size} synapses, ${way.text}`);
        const options = { args: [way.whose, way.how, size, way.beside] };
        const times = await withChildren(async (children) => {
          const { child } = await children.with(startWorker('events/delayed-worker.ts', options));
          // In a small network the first presentations are mostly those of code that is being compiled.
          await presentFor(child, 2);
          return presentFor(child, 1);
        });
        each.push(1e9 * median(times));
      }
      const behind = `${each.map((one) => one.toPrecision(3)).join(', ')} ns at 1e5, 1e6, 1e7`;
      return { [spread(way)]: measured([Math.max(...each) / Math.min(...each)], behind) };
    },
  }));
