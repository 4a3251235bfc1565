import { curves } from '../src/lab/plots/index.js';
import { coefficientsOf } from '../src/sim/closed-form/coefficients.js';
import { schedules } from '../src/sim/schedules.js';
import { accuracyTable, finalAccuracies } from './lib/accuracy.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { points } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: string;
  readonly steps: readonly number[];
  readonly stepSize: number;
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
}

const initials = ['forward', 'zero'] as const;
const exact = 'equilibrium';
const named = (initial: string, steps: number) => `from ${initial}, ${steps} steps`;

/** How short a relaxation may be. */
export const experiment = experimentOf<Settings>({
  name: '07-how-many-steps',
  question:
    'How many steps of the relaxation are enough to learn, from the forward activities and from zero?',
  claim:
    'arXiv 2009.05359 makes 100 steps of 0.1. In closed form, after k steps a share c(k, m) = binomial(k, m) h^m ' +
    '(1 - h)^(k - m) of the activity m layers above is left in a layer, and the gradient has come through only as far ' +
    'as the rest: from zero that scales the update of a layer, from the forward activities it adds something wrong.',
  expectation:
    '100 steps learn what the equilibrium does, within 0.3 points. From zero any number of steps learns (10 lose 2 to 10 ' +
    'points in an epoch, 30 at most 2), and does at least as well as from the forward activities (within 0.5 points); from ' +
    'these 30 steps still lose more than 50 points.',
  full: {
    network: paperNetworkWith('relu'),
    data: 'mnist',
    steps: [1, 2, 5, 10, 30, 100],
    stepSize: 0.1,
    seeds: [1, 2, 3],
    training: { epochs: 1 },
  },
  quick: {
    network: smallNetworkWith('relu'),
    data: 'digits',
    steps: [1, 20],
    stepSize: 0.1,
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 10, limitTestSamples: 200 },
  },
  async run({ network, data, steps, stepSize, seeds, training }, context) {
    const shared = { ...training, data, network };
    const conditions = initials.flatMap((initial) =>
      steps.map((count) => ({
        name: named(initial, count),
        configuration: { ...shared, relaxation: { steps: count, stepSize, initial } },
      })),
    );
    const settled = { name: exact, configuration: { ...shared, relaxation: { solver: 'equilibrium' } } };
    const trainings = await context.train([settled, ...conditions], seeds);
    const figure = { name: 'accuracy', title: `Test accuracy by number of steps: ${data}` };
    return {
      checks: checks(trainings, steps),
      tables: [accuracyTable('Test accuracy at the end', trainings, () => exact), transient(steps, stepSize)],
      figures: [finalAccuracies(trainings, figure), byStep(trainings, steps)],
    };
  },
});

/** What some short relaxations cost. */
const within: readonly (readonly [initial: string, steps: number, low: number, high: number])[] = [
  ['zero', 10, -0.1, -0.02],
  ['zero', 30, -0.02, 0.003],
  ['forward', 30, -0.9, -0.5],
];

function checks(trainings: Trainings, steps: readonly number[]): Check[] {
  const gap = (name: string, than: string) => trainings.difference(name, than).mean;
  const most = Math.max(...steps);
  return [
    ...initials.map((initial) => {
      const lost = gap(named(initial, most), exact);
      return {
        what: `${named(initial, most)} minus ${exact}`,
        measured: `${points(lost)} points`,
        expected: 'at most 0.3 points from 0',
        holds: Math.abs(lost) <= 0.003,
      };
    }),
    ...within
      .filter(([, count]) => steps.includes(count))
      .map(([initial, count, low, high]) => {
        const lost = gap(named(initial, count), exact);
        return {
          what: `${named(initial, count)} minus ${exact}`,
          measured: `${points(lost)} points`,
          expected: `${points(low)} to ${points(high)} points`,
          holds: lost >= low && lost <= high,
        };
      }),
    ...steps.map((count) => {
      const gained = gap(named('zero', count), named('forward', count));
      return {
        what: `${count} steps: from zero minus from forward`,
        measured: `${points(gained)} points`,
        expected: 'at least −0.5 points',
        holds: gained >= -0.005,
      };
    }),
  ];
}

/** Of the paper's three hidden layers, the last one first: what is left of the start, and how much has arrived. */
function transient(steps: readonly number[], stepSize: number): Table {
  const depths = [1, 2, 3];
  const rows = steps.map((count) => {
    const { initial, source } = coefficientsOf(schedules.synchronous.family!(count, stepSize), 3);
    const left = depths.map((m) => initial[m - 1].toExponential(1));
    const arrived = depths.map((m) => source[m].toFixed(3));
    return [String(count), ...arrived, ...left];
  });
  const heading = [
    'steps',
    ...depths.map((m) => `gradient arrived ${m} below the output`),
    ...depths.map((m) => `left of the activity ${m - 1} layers above`),
  ];
  return { title: 'The transient in closed form', rows: [heading, ...rows] };
}

function byStep(trainings: Trainings, steps: readonly number[]): Figure {
  const title = 'Test accuracy at the end, by number of steps';
  const series = initials.map((initial) => ({
    name: `from ${initial}`,
    points: steps.map((count): [number, number] => [
      Math.log10(count),
      trainings.accuracy(named(initial, count)).mean,
    ]),
  }));
  const svg = curves({ title, series, x: 'log10 of the number of steps', y: 'test accuracy' });
  return { name: 'by-step', caption: title, svg };
}
