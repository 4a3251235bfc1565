import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { type Check, type Context, experimentOf } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import type { Condition } from './lib/study.js';
import { Trainings } from './lib/trainings.js';

interface Task {
  readonly network: object;
  readonly training: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
  /** What relaxation has to reach. */
  readonly least: number;
}

interface Settings {
  readonly data: string;
  readonly tasks: Readonly<Record<string, Task>>;
  /** The task in which the update is simplified. */
  readonly simplified: { readonly task: string; readonly seeds: readonly number[] };
  readonly steps: readonly [few: number, enough: number];
  /** Differences of the means that count as none. */
  readonly tolerance: number;
}

const bp = (task: string) => `${task}, backpropagation`;
const relaxed = (task: string, count: number) => `${task}, ${count} steps`;

/** What the update may leave out, on top of enough steps. */
const simplifications: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'no derivative': { derivative: 'none' },
  'random feedback': { feedback: 'random' },
  'learned feedback': { feedback: 'learned' },
  'no derivative, learned feedback': { derivative: 'none', feedback: 'learned' },
};

const adam = { optimiser: 'adam', learningRate: 0.001 };

/** Paper 2 (arXiv 2010.06219): the convolutional network, as its code has it. */
export const experiment = experimentOf<Settings>({
  name: '15-convolution',
  question: 'Does a convolutional network learn by relaxation, and what do the simplifications cost there?',
  claim:
    'A convolutional network learns CIFAR-10 by Activation Relaxation as it does by backpropagation, and with learned feedback and ' +
    'without derivatives, too (arXiv 2010.06219); there with 100 steps of 0.1.',
  expectation:
    'With 200 steps the accuracy is that of backpropagation, within 0.5 points: at least 47 % with the squared error, 52 % with ' +
    'cross-entropy (two of five batches). 100 steps are too few for the four relaxing nodes on the way. Simplifications cost points.',
  full: {
    data: 'cifar-10-part',
    tasks: {
      'cross-entropy': {
        network: { builder: 'cnn', loss: 'cross-entropy', init: { weight: { type: 'glorot' } } },
        training: { epochs: 5, normalise: true, augment: ['flip'], ...adam },
        seeds: [1, 2, 3],
        least: 0.52,
      },
      'squared error': {
        network: { builder: 'cnn' },
        training: { epochs: 4, normalise: true, ...adam },
        seeds: [1, 2, 3],
        least: 0.47,
      },
    },
    simplified: { task: 'squared error', seeds: [1] },
    steps: [100, 200],
    tolerance: 0.005,
  },
  quick: {
    data: 'digits',
    tasks: {
      'squared error': {
        network: {
          input: [28, 28, 1],
          layers: [
            { type: 'conv2d', filters: 4, kernel: 5, stride: 2, activation: 'tanh' },
            { type: 'maxPool2d', kernel: 2 },
            { type: 'dense', units: 10 },
          ],
        },
        training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 300 },
        seeds: [1, 2],
        least: 0.3,
      },
    },
    simplified: { task: 'squared error', seeds: [1] },
    steps: [20, 200],
    tolerance: 0.01,
  },
  async run(settings, context) {
    const { data, tasks, simplified, steps, tolerance } = settings;
    const [few, enough] = steps;
    const names = Object.keys(tasks);
    const found: Trainings[] = [];
    for (const name of names) found.push(await both(name, settings, context));
    const { task, seeds } = simplified;
    const { network, training } = tasks[task];
    const shared = { ...training, data, network };
    const simpler = await context.train(
      [
        { name: relaxed(task, few), configuration: { ...shared, relaxation: relaxing(few) } },
        ...Object.entries(simplifications).map(([what, variant]) => ({
          name: `${task}, ${what}`,
          configuration: { ...shared, relaxation: relaxing(enough), variant },
        })),
      ],
      seeds,
    );
    const learned = new Trainings(found.flatMap(({ all }) => all));
    const same = found[names.indexOf(task)].all.filter(({ seed }) => seeds.includes(seed));
    const costs = new Trainings([...same, ...simpler.all]);
    const baseline = (condition: string) => bp(condition.split(',')[0]);
    const title = `Test accuracy: ${data}`;
    return {
      checks: names.flatMap((name, k) => checks(found[k], name, { ...tasks[name], enough, tolerance })),
      tables: [
        accuracyTable('Test accuracy at the end', learned, baseline),
        accuracyTable(`What simplifications cost, seeds ${seeds.join(', ')}`, costs, baseline),
      ],
      figures: [
        learningCurves(learned, { name: 'curves', title }),
        learningCurves(costs, { name: 'simplified', title: `${title}, simplified` }),
        finalAccuracies(costs, { name: 'accuracy', title: `${title}, simplified` }),
      ],
    };
  },
});

const relaxing = (steps: number) => ({ solver: 'closed-form', steps, stepSize: 0.1 });

/** A task by backpropagation and by enough steps. */
function both(name: string, { data, tasks, steps }: Settings, context: Context): Promise<Trainings> {
  const { network, training, seeds } = tasks[name];
  const shared = { ...training, data, network };
  const [, enough] = steps;
  const conditions: Condition[] = [
    { name: bp(name), configuration: { ...shared, rule: 'bp' } },
    { name: relaxed(name, enough), configuration: { ...shared, relaxation: relaxing(enough) } },
  ];
  return context.train(conditions, seeds);
}

function checks(
  trainings: Trainings,
  name: string,
  { least, enough, tolerance }: Task & { readonly enough: number; readonly tolerance: number },
): Check[] {
  const { mean } = trainings.difference(relaxed(name, enough), bp(name));
  const reached = trainings.accuracy(relaxed(name, enough)).mean;
  return [
    {
      what: `${relaxed(name, enough)} minus backpropagation`,
      measured: `${points(mean)} points`,
      expected: `at most ${points(tolerance)} points from 0`,
      holds: Math.abs(mean) <= tolerance,
    },
    {
      what: relaxed(name, enough),
      measured: share(reached),
      expected: `at least ${share(least)}`,
      holds: reached >= least,
    },
  ];
}
