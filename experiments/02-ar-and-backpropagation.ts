import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: readonly string[];
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
  /** Largest difference of the means that counts as none. */
  readonly tolerance: number;
}

/** Where the paper's curves end, read off its figure 2, by data set. */
const paper: Readonly<Record<string, readonly [number, number]>> = {
  mnist: [0.975, 0.98],
  'fashion-mnist': [0.87, 0.88],
};
/** A third of the paper's epochs, and figures can be read to about half a point. */
const slack = 0.01;

const ar = (data: string) => `${data}, Activation Relaxation`;
const bp = (data: string) => `${data}, backpropagation`;

/** Paper 1, figure 2. */
export const experiment = experimentOf<Settings>({
  name: '02-ar-and-backpropagation',
  question: 'Does a network learn by Activation Relaxation what it learns by backpropagation?',
  claim:
    'Training by Activation Relaxation and by backpropagation gives the same accuracy on MNIST and Fashion-MNIST ' +
    '(arXiv 2009.05359, figure 2; there 30 epochs, about 0.975 to 0.98 and 0.87 to 0.88, read off the figure).',
  expectation:
    'The mean test accuracies differ by less than 0.3 points on both data sets, and are within one point of those in ' +
    "the paper's figure.",
  full: {
    network: paperNetworkWith('relu'),
    data: ['mnist', 'fashion-mnist'],
    seeds: [1, 2, 3, 4, 5],
    training: { epochs: 10 },
    tolerance: 0.003,
  },
  quick: {
    network: smallNetworkWith('relu'),
    data: ['digits'],
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 500, learningRate: 0.03 },
    tolerance: 0.05,
  },
  async run({ network, data, seeds, training, tolerance }, context) {
    const conditions = data.flatMap((data) => [
      { name: ar(data), configuration: { ...training, data, network, rule: 'ar' } },
      { name: bp(data), configuration: { ...training, data, network, rule: 'bp' } },
    ]);
    const trainings = await context.train(conditions, seeds);
    const table = accuracyTable('Test accuracy after the last epoch', trainings, (name) =>
      data.map(bp).find((baseline) => baseline.split(',')[0] === name.split(',')[0]),
    );
    return {
      checks: data.flatMap((data) => [same(trainings, data, tolerance), ...asInPaper(trainings, data)]),
      tables: [table],
      figures: data.flatMap((data) => [
        learningCurves(trainings, {
          name: `curves-${data}`,
          title: `Test accuracy on ${data}`,
          conditions: [ar(data), bp(data)],
        }),
        finalAccuracies(trainings, {
          name: `accuracy-${data}`,
          title: `Test accuracy on ${data}`,
          conditions: [ar(data), bp(data)],
        }),
      ]),
    };
  },
});

function same(trainings: Trainings, data: string, tolerance: number): Check {
  const { mean } = trainings.difference(ar(data), bp(data));
  return {
    what: `${data}: Activation Relaxation minus backpropagation`,
    measured: `${points(mean)} points`,
    expected: `at most ${100 * tolerance} points from 0`,
    holds: Math.abs(mean) <= tolerance,
    quick: true,
  };
}

function asInPaper(trainings: Trainings, data: string): Check[] {
  if (!(data in paper)) return [];
  const [low, high] = paper[data];
  return [ar(data), bp(data)].map((name) => {
    const { mean } = trainings.accuracy(name);
    return {
      what: `${name}: test accuracy`,
      measured: share(mean),
      expected: `${low} to ${high}, give or take 1 point`,
      holds: mean >= low - slack && mean <= high + slack,
    };
  });
}
