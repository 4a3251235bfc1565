import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { conditionsOf, ownFilters, simplifications, small, unfrozenVariants } from './lib/convolutional.js';
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
  /** Networks that differ from that task's in one thing, by what that is; and how they are trained otherwise. */
  readonly others: Pick<Task, 'training' | 'seeds'> & { readonly networks: Readonly<Record<string, object>> };
  /** The same task for a short time, relaxing step by step. */
  readonly unfrozen: Pick<Task, 'training' | 'seeds'>;
  readonly steps: readonly [few: number, enough: number];
  /** Differences of the means that count as none. */
  readonly tolerance: number;
}

const bp = (task: string) => `${task}, backpropagation`;
const relaxed = (task: string, count: number) => `${task}, ${count} steps`;

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
    'cross-entropy (two of five batches). 100 steps are too few for the four relaxing nodes on the way. Simplifications cost points. ' +
    'With pools that average, and filters that no places share, relaxation learns what backpropagation does, too.',
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
    simplified: { task: 'squared error', seeds: [1, 2, 3] },
    others: {
      training: { epochs: 2 },
      networks: {
        "the paper's network": { builder: 'cnn' },
        'average pools': { builder: 'cnn', pool: 'mean' },
        'filters of their own': ownFilters,
      },
      seeds: [1],
    },
    // 15 tau: what is left of the first activities where the path has four steps is 1e-3.
    unfrozen: {
      training: { epochs: 1, limitTrainBatches: 300, relaxation: { steps: 30, stepSize: 0.5 } },
      seeds: [1, 2],
    },
    steps: [100, 200],
    tolerance: 0.005,
  },
  quick: {
    data: 'digits',
    tasks: {
      'squared error': {
        network: small('conv2d', 'maxPool2d'),
        training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 300 },
        seeds: [1, 2],
        least: 0.3,
      },
    },
    simplified: { task: 'squared error', seeds: [1] },
    others: {
      training: {},
      networks: {
        'average pools': small('conv2d', 'meanPool2d'),
        'filters of their own': small('local2d', 'maxPool2d'),
      },
      seeds: [1],
    },
    unfrozen: { training: { limitTrainBatches: 5, relaxation: { steps: 10, stepSize: 0.5 } }, seeds: [1] },
    steps: [20, 200],
    tolerance: 0.01,
  },
  async run(settings, context) {
    const { data, tasks, simplified, others, unfrozen, steps, tolerance } = settings;
    const [few, enough] = steps;
    const names = Object.keys(tasks);
    const found: Trainings[] = [];
    for (const name of names) found.push(await both(name, tasks[name], settings, context));
    const { task, seeds } = simplified;
    const { network, training } = tasks[task];
    const shared = { ...training, data, network };
    const simpler = await context.train(
      [
        { name: relaxed(task, few), configuration: { ...shared, relaxation: relaxing(few) } },
        ...conditionsOf(simplifications, task, { ...shared, relaxation: relaxing(enough) }),
      ],
      seeds,
    );
    const elsewhere: Trainings[] = [];
    for (const [what, network] of Object.entries(others.networks))
      elsewhere.push(
        await both(
          `${task}, ${what}`,
          { ...tasks[task], network, training: { ...training, ...others.training }, seeds: others.seeds },
          settings,
          context,
        ),
      );
    const short = `${task}, not frozen`;
    const current = await context.train(
      conditionsOf(unfrozenVariants, short, { ...shared, ...unfrozen.training }),
      unfrozen.seeds,
    );
    const learned = new Trainings(found.flatMap(({ all }) => all));
    const same = found[names.indexOf(task)].all.filter(({ seed }) => seeds.includes(seed));
    const costs = new Trainings([...same, ...simpler.all]);
    const networks = new Trainings(elsewhere.flatMap(({ all }) => all));
    const title = `Test accuracy: ${data}`;
    const ofTask = (condition: string) => bp(condition.split(',')[0]);
    const ofNetwork = (condition: string) => bp(condition.split(',').slice(0, 2).join(','));
    return {
      checks: names.flatMap((name, k) => checks(found[k], name, { ...tasks[name], enough, tolerance })),
      tables: [
        accuracyTable('Test accuracy at the end', learned, ofTask),
        accuracyTable(`What simplifications cost, seeds ${seeds.join(', ')}`, costs, ofTask),
        accuracyTable('Other networks', networks, ofNetwork),
        accuracyTable('What need not be frozen', current, () => `${short}, all frozen`),
      ],
      figures: [
        learningCurves(learned, { name: 'curves', title }),
        learningCurves(costs, { name: 'simplified', title: `${title}, simplified` }),
        finalAccuracies(costs, { name: 'accuracy', title: `${title}, simplified` }),
        finalAccuracies(current, { name: 'unfrozen', title: `${title}, forward pass not frozen` }),
      ],
    };
  },
});

const relaxing = (steps: number) => ({ solver: 'closed-form', steps, stepSize: 0.1 });

/** A task by backpropagation and by enough steps. */
function both(
  name: string,
  { network, training, seeds }: Task,
  { data, steps: [, enough] }: Settings,
  context: Context,
): Promise<Trainings> {
  const shared = { ...training, data, network };
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
