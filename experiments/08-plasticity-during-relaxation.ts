import { accuracyTable, finalAccuracies } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: string;
  readonly steps: number;
  readonly stepSize: number;
  /** Learning rates of a whole presentation: per tau, times its duration. */
  readonly rates: readonly number[];
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
}

const ways: Readonly<Record<string, { plasticity: string; initial: string }>> = {
  'after the relaxation': { plasticity: 'equilibrium', initial: 'forward' },
  'during it, from forward': { plasticity: 'continuous', initial: 'forward' },
  'during it, from zero': { plasticity: 'continuous', initial: 'zero' },
};
const [after, fromForward, fromZero] = Object.keys(ways);
const named = (way: string, rate: number) => `${way}, rate ${rate}`;

/** What the authors proposed and did not implement. */
export const experiment = experimentOf<Settings>({
  name: '08-plasticity-during-relaxation',
  question: 'May weights change while activities relax, and how slow must they be?',
  claim:
    "arXiv 2010.06219's code has an option for it that only divides the learning rate by the number of steps. Theory: " +
    'from the forward activities a presentation first teaches the transient, which is far larger than the gradient and ' +
    'lasts about a tau in each layer; from zero nothing wrong is taught, and little is lost.',
  expectation:
    'At the usual rate, spread over the relaxation, learning from zero ends within 3 points of learning after the ' +
    'relaxation; from the forward activities it ends at least 5 points below.',
  full: {
    network: paperNetworkWith('relu'),
    data: 'mnist',
    steps: 16,
    stepSize: 0.5,
    rates: [0.016, 0.064, 0.256, 0.512],
    seeds: [1, 2, 3],
    training: { epochs: 1, limitTrainBatches: 300 },
  },
  quick: {
    network: smallNetworkWith('relu'),
    data: 'digits',
    steps: 4,
    stepSize: 0.5,
    rates: [0.064],
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 5, limitTestSamples: 200 },
  },
  async run({ network, data, steps, stepSize, rates, seeds, training }, context) {
    const duration = steps * stepSize;
    const conditions = rates.flatMap((rate) =>
      Object.entries(ways).map(([way, { plasticity, initial }]) => ({
        name: named(way, rate),
        configuration: {
          ...training,
          data,
          network,
          variant: { plasticity },
          relaxation: { steps, stepSize, initial },
          learningRate: plasticity === 'continuous' ? rate / duration : rate,
        },
      })),
    );
    const trainings = await context.train(conditions, seeds);
    const baseline = (name: string) => named(after, Number(name.split('rate ')[1]));
    const figure = { name: 'accuracy', title: `When weights change, and how fast: ${data}` };
    return {
      checks: checks(trainings, rates),
      tables: [
        accuracyTable('Test accuracy at the end; rates are of a whole presentation', trainings, baseline),
      ],
      figures: [finalAccuracies(trainings, figure)],
    };
  },
});

const usual = 0.064;

function checks(trainings: Trainings, rates: readonly number[]): Check[] {
  if (!rates.includes(usual)) return [];
  const gap = (way: string) => trainings.difference(named(way, usual), named(after, usual)).mean;
  return [
    {
      what: `${named(fromZero, usual)} minus ${after}`,
      measured: `${points(gap(fromZero))} points`,
      expected: 'at most 3 points from 0',
      holds: Math.abs(gap(fromZero)) <= 0.03,
    },
    {
      what: `${named(fromForward, usual)} minus ${after}`,
      measured: `${points(gap(fromForward))} points`,
      expected: 'at most −5 points',
      holds: gap(fromForward) <= -0.05,
    },
  ];
}
