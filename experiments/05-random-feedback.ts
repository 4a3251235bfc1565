import { accuracyTable, finalAccuracies } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: string;
  readonly deviations: readonly number[];
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
}

/** Distributions of mean zero, by the standard deviation. */
const distributions: Readonly<Record<string, (sd: number) => object>> = {
  normal: (sd) => ({ type: 'normal', sd }),
  uniform: (sd) => ({ type: 'uniform', low: -Math.sqrt(3) * sd, high: Math.sqrt(3) * sd }),
};

const named = (distribution: string, sd: number) => `${distribution}, sd ${sd}`;
const transposed = 'transposed';

/** An open question of paper 1. */
export const experiment = experimentOf<Settings>({
  name: '05-random-feedback',
  question:
    'Does learning through fixed random feedback diverge because its weights are drawn from a Gaussian?',
  claim:
    'Random feedback is less accurate and tends to diverge, perhaps because of the Gaussian initialisation ' +
    '(arXiv 2009.05359, text). The weights are N(0, 0.05^2) there.',
  expectation:
    'What matters is the scale, not the distribution: at the same standard deviation normal and uniform weights end ' +
    'within 2 points of each other, or diverge together; large weights do worse than small ones.',
  full: {
    network: paperNetworkWith('relu'),
    data: 'mnist',
    deviations: [0.01, 0.05, 0.1, 0.2, 0.4],
    seeds: [1, 2, 3],
    training: { epochs: 2 },
  },
  quick: {
    network: smallNetworkWith('relu'),
    data: 'digits',
    deviations: [0.05, 0.5],
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 10, limitTestSamples: 200 },
  },
  async run({ network, data, deviations, seeds, training }, context) {
    const random = deviations.flatMap((sd) =>
      Object.entries(distributions).map(([name, spec]) => ({
        name: named(name, sd),
        configuration: {
          ...training,
          data,
          network: { ...network, init: { ...initOf(network), feedback: spec(sd) } },
          variant: { feedback: 'random' },
        },
      })),
    );
    const baseline = { name: transposed, configuration: { ...training, data, network } };
    const trainings = await context.train([baseline, ...random], seeds);
    const figure = { name: 'accuracy', title: `Random feedback by distribution and scale: ${data}` };
    return {
      checks: [
        ...deviations.map((sd) => sameDistribution(trainings, sd)),
        scaleMatters(trainings, deviations),
      ],
      tables: [accuracyTable('Test accuracy at the end', trainings, () => transposed)],
      figures: [finalAccuracies(trainings, figure)],
    };
  },
});

const initOf = (network: object) => ('init' in network ? (network.init as object) : {});

function sameDistribution(trainings: Trainings, sd: number): Check {
  const { mean } = trainings.difference(named('normal', sd), named('uniform', sd));
  const diverged = [named('normal', sd), named('uniform', sd)].map((name) => trainings.diverged(name));
  return {
    what: `sd ${sd}: normal minus uniform`,
    measured: `${points(mean)} points; diverged ${diverged.join(' and ')}`,
    expected: 'at most 2 points from 0, or all diverged',
    holds: Math.abs(mean) <= 0.02 || diverged.every((n) => n === trainings.of(named('normal', sd)).length),
  };
}

function scaleMatters(trainings: Trainings, deviations: readonly number[]): Check {
  const best = Math.max(...deviations.map((sd) => trainings.accuracy(named('normal', sd)).mean));
  const largest = trainings.accuracy(named('normal', deviations[deviations.length - 1])).mean;
  return {
    what: `normal: sd ${deviations[deviations.length - 1]} minus the best scale`,
    measured: `${points(largest - best)} points`,
    expected: 'at most −5 points',
    holds: largest - best <= -0.05,
  };
}
