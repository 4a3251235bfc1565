import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import type { Trainings } from './lib/trainings.js';

interface Task {
  readonly network: object;
  readonly data: string;
  readonly training: Readonly<Record<string, unknown>>;
  /** What backpropagation has to reach. */
  readonly least: number;
}

interface Settings {
  readonly tasks: Readonly<Record<string, Task>>;
  readonly seeds: readonly number[];
  readonly tolerance: number;
}

const recurrent = (units: number) => ({
  inputs: { rows: [28, 28] },
  nodes: {
    cell: { builder: 'lstm', units, steps: 28, from: ['rows'] },
    out: { type: 'dense', units: 10, from: ['cell'] },
  },
  outputs: { out: { loss: 'cross-entropy' } },
});
const residual = {
  builder: 'residualMlp',
  input: [28, 28],
  width: 64,
  blocks: 3,
  outputs: 10,
  loss: 'cross-entropy',
};
const transformer = {
  inputs: { characters: [16, 33] },
  nodes: {
    embedded: { type: 'linear', units: 32, from: ['characters'] },
    block: { builder: 'transformerBlock', width: 32, heads: 4, causal: true, from: ['embedded'] },
    norm: { builder: 'layerNorm', from: ['block'] },
    last: { type: 'slice', axis: 0, begin: 15, from: ['norm'] },
    out: { type: 'dense', units: 33, from: ['last'] },
  },
  outputs: { out: { loss: 'cross-entropy' } },
};

const ar = (task: string) => `${task}, relaxation`;
const bp = (task: string) => `${task}, backpropagation`;

/** Paper 1, appendix A: computation graphs. */
export const experiment = experimentOf<Settings>({
  name: '16-any-graph',
  question: 'Does relaxation train graphs that are no chains: residual networks, LSTMs, transformers?',
  claim:
    'Activation Relaxation computes derivatives on any directed acyclic graph, LSTMs and transformers included (arXiv 2009.05359, ' +
    'appendix A); we found no demonstration of it.',
  expectation:
    'From the same seeds relaxation to its equilibrium learns what backpropagation learns: accuracies within 0.5 points. The LSTM reads ' +
    'digits row by row with at least 95 %; the transformer predicts the next character better than its pair frequencies would.',
  full: {
    tasks: {
      'residual network': {
        network: residual,
        data: 'mnist',
        training: { epochs: 2, learningRate: 0.05 },
        least: 0.95,
      },
      LSTM: {
        network: recurrent(64),
        data: 'mnist-rows',
        training: { epochs: 2, learningRate: 0.5 },
        least: 0.95,
      },
      transformer: {
        network: transformer,
        data: 'text',
        training: { epochs: 5, learningRate: 0.2 },
        least: 0.3,
      },
    },
    seeds: [1],
    tolerance: 0.005,
  },
  quick: {
    tasks: {
      'residual network': {
        network: { ...residual, width: 16, blocks: 1 },
        data: 'digits',
        training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 300, learningRate: 0.05 },
        least: 0.2,
      },
      LSTM: {
        network: recurrent(4),
        data: 'digits-rows',
        training: { epochs: 1, limitTrainBatches: 2, limitTestSamples: 64, learningRate: 0.1 },
        least: 0,
      },
    },
    seeds: [1],
    tolerance: 0.02,
  },
  async run({ tasks, seeds, tolerance }, context) {
    const conditions = Object.entries(tasks).flatMap(([name, { network, data, training }]) => [
      {
        name: ar(name),
        configuration: { ...training, data, network, relaxation: { solver: 'equilibrium' } },
      },
      { name: bp(name), configuration: { ...training, data, network, rule: 'bp' } },
    ]);
    const trainings = await context.train(conditions, seeds);
    const names = Object.keys(tasks);
    return {
      checks: names.flatMap((name) => checks(trainings, name, tasks[name], tolerance)),
      tables: [
        accuracyTable('Test accuracy at the end', trainings, (condition) =>
          names
            .map(bp)
            .find((baseline) => baseline !== condition && condition.startsWith(baseline.split(',')[0])),
        ),
      ],
      figures: names.flatMap((name) => [
        learningCurves(trainings, {
          name: `curves-${name.replaceAll(' ', '-')}`,
          title: `Test accuracy: ${name}`,
          conditions: [ar(name), bp(name)],
        }),
        finalAccuracies(trainings, {
          name: `accuracy-${name.replaceAll(' ', '-')}`,
          title: `Test accuracy: ${name}`,
          conditions: [ar(name), bp(name)],
        }),
      ]),
    };
  },
});

function checks(trainings: Trainings, name: string, { least }: Task, tolerance: number): Check[] {
  const { mean } = trainings.difference(ar(name), bp(name));
  const reached = trainings.accuracy(ar(name)).mean;
  return [
    {
      what: `${ar(name)} minus backpropagation`,
      measured: `${points(mean)} points`,
      expected: `at most ${points(tolerance)} points from 0`,
      holds: Math.abs(mean) <= tolerance,
    },
    {
      what: ar(name),
      measured: share(reached),
      expected: `at least ${share(least)}`,
      holds: reached >= least,
    },
  ];
}
