import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: string;
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
  readonly steps: readonly [few: number, enough: number];
  /** Differences of the means that count as none. */
  readonly tolerance: number;
  /** What backpropagation has to reach. */
  readonly least: number;
}

const bp = 'backpropagation';
const named = (steps: number) => `${steps} steps`;

/** What the update may leave out, on top of enough steps. */
const simplified: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'no derivative': { derivative: 'none' },
  'learned feedback': { feedback: 'learned' },
  'both of these': { derivative: 'none', feedback: 'learned' },
};

/** Paper 1, section 4.2: the convolutional network, as its code has it. */
export const experiment = experimentOf<Settings>({
  name: '15-convolution',
  question: 'Does a convolutional network learn by relaxation, and what do the simplifications cost there?',
  claim:
    'A convolutional network learns CIFAR-10 by Activation Relaxation as it does by backpropagation, and with learned feedback and ' +
    'without derivatives, too (arXiv 2009.05359, figure 5); there with 100 steps of 0.1.',
  expectation:
    'With 200 steps the accuracy is that of backpropagation, within 0.5 points. 100 steps are too few for the four relaxing nodes on the ' +
    'way: they lose up to 4 points. Without derivatives 1 to 5 points are lost, with learned feedback 2 to 7, with both 4 to 10. ' +
    'Backpropagation reaches at least 40 %: two of five batches, four epochs.',
  full: {
    network: { builder: 'cnn' },
    data: 'cifar-10-part',
    seeds: [1],
    training: { epochs: 4, normalise: true },
    steps: [100, 200],
    tolerance: 0.005,
    least: 0.4,
  },
  quick: {
    network: {
      input: [28, 28, 1],
      layers: [
        { type: 'conv2d', filters: 4, kernel: 5, stride: 2, activation: 'tanh' },
        { type: 'maxPool2d', kernel: 2 },
        { type: 'dense', units: 10 },
      ],
    },
    data: 'digits',
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 300 },
    steps: [20, 200],
    tolerance: 0.01,
    least: 0.3,
  },
  async run({ network, data, seeds, training, steps, tolerance, least }, context) {
    const shared = { ...training, data, network };
    const relaxing = (count: number) => ({ solver: 'closed-form', steps: count, stepSize: 0.1 });
    const [, enough] = steps;
    const conditions = [
      { name: bp, configuration: { ...shared, rule: 'bp' } },
      ...steps.map((count) => ({
        name: named(count),
        configuration: { ...shared, relaxation: relaxing(count) },
      })),
      ...Object.entries(simplified).map(([name, variant]) => ({
        name,
        configuration: { ...shared, relaxation: relaxing(enough), variant },
      })),
    ];
    const trainings = await context.train(conditions, seeds);
    const title = `Test accuracy: ${data}`;
    return {
      checks: [
        same(trainings, named(enough), tolerance),
        {
          what: `${bp} on ${data}`,
          measured: share(trainings.accuracy(bp).mean),
          expected: `at least ${share(least)}`,
          holds: trainings.accuracy(bp).mean >= least,
        },
      ],
      tables: [
        accuracyTable('Test accuracy at the end', trainings, (name) => (name === bp ? undefined : bp)),
      ],
      figures: [
        learningCurves(trainings, { name: 'curves', title, conditions: conditions.map(({ name }) => name) }),
        finalAccuracies(trainings, { name: 'accuracy', title }),
      ],
    };
  },
});

function same(trainings: Trainings, name: string, tolerance: number): Check {
  const { mean } = trainings.difference(name, bp);
  return {
    what: `${name} minus ${bp}`,
    measured: `${points(mean)} points`,
    expected: `at most ${points(tolerance)} points from 0`,
    holds: Math.abs(mean) <= tolerance,
  };
}
