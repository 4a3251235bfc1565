import { estimate } from '../src/math/statistics.js';
import { learningCurves } from './lib/accuracy.js';
import { type EngineScene, type EnginesApart, enginesApart } from './lib/engines.js';
import { type Check, type Context, experimentOf, type Figure } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import type { Trainings } from './lib/trainings.js';

interface Task {
  readonly network: object;
  readonly data: string;
  readonly training: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
  /** What relaxation has to reach from every seed: at least this accuracy, or at most this test loss. */
  readonly least?: number;
  readonly most?: number;
  /** How far relaxation may be from backpropagation in that, in the mean. */
  readonly tolerance: number;
  /** How far its test loss may be from that of backpropagation, seed by seed, as a share of it. */
  readonly apart?: number;
  /** Steps of which the closed form is what they leave: more than enough for the longest path. */
  readonly relaxation: { readonly steps: number; readonly stepSize: number };
  /** Minibatches that are trained once more by making the steps. */
  readonly stepped?: number;
  /** A small network of the same kind on both engines. */
  readonly engines?: EngineScene;
}

interface Settings {
  readonly tasks: Readonly<Record<string, Task>>;
}

const recurrent = (units: number, [steps, features]: readonly [number, number], out: object) => ({
  inputs: { steps: [steps, features] },
  nodes: {
    cell: { builder: 'lstm', units, steps, from: ['steps'] },
    out: { type: 'dense', units: 10, from: ['cell'], ...out },
  },
  outputs: { out: { loss: 'units' in out ? 'mse' : 'cross-entropy' } },
});
const summing = { units: 1 };
const residual = {
  builder: 'residualMlp',
  input: [28, 28],
  width: 64,
  blocks: 3,
  outputs: 10,
  loss: 'cross-entropy',
};
/** Reads characters; what is added to those of each place is learned: its scale's bias. */
const transformer = (width: number, heads: number) => ({
  inputs: { characters: [16, 33] },
  nodes: {
    embedded: { type: 'linear', units: width, from: ['characters'] },
    placed: { type: 'scale', axes: 2, from: ['embedded'] },
    block: { builder: 'transformerBlock', width, heads, causal: true, from: ['placed'] },
    norm: { builder: 'layerNorm', from: ['block'] },
    last: { type: 'slice', axis: 0, begin: 15, from: ['norm'] },
    out: { type: 'dense', units: 33, from: ['last'] },
  },
  outputs: { out: { loss: 'cross-entropy' } },
});
const residualOf = (width: number, blocks: number) => ({ ...residual, width, blocks });

const seeds = [1, 2, 3];
const apart = 0.02;
const few = { minibatches: 20, samples: 2, learningRate: 0.1 };
const adam = (learningRate: number) => ({ optimiser: 'adam', learningRate });

const ar = (task: string) => `${task}, relaxation`;
const bp = (task: string) => `${task}, backpropagation`;
const closed = (task: string) => `${task}, closed form of so many minibatches`;
const stepped = (task: string) => `${task}, Euler steps`;

/** Paper 1, appendix A: computation graphs. */
export const experiment = experimentOf<Settings>({
  name: '16-any-graph',
  question: 'Does relaxation train graphs that are no chains: residual networks, LSTMs, transformers?',
  claim:
    'Activation Relaxation computes derivatives on any directed acyclic graph, LSTMs and transformers included (arXiv 2009.05359, ' +
    'appendix A); we found no demonstration of it.',
  expectation:
    'From the same seeds relaxation learns what backpropagation learns: its test losses are within 2 %. ' +
    'From each of three seeds LSTMs read digits row by row with at least 95 %, and add two marked numbers of 28 with ' +
    'a squared error of at most 0.01 (whoever answers 1 has 0.167); the transformer predicts the next character with less than 2.21 ' +
    'nats, the least for whoever sees one character only. Euler steps leave what the closed form says; a small network of each kind ' +
    'learns the same on the event engine, to 1e-12 in float64.',
  full: {
    tasks: {
      transformer: {
        ...{ network: transformer(32, 4), data: 'text', seeds, most: 2.21, tolerance: 0.02, apart },
        training: { epochs: 1, ...adam(0.003) },
        relaxation: { steps: 60, stepSize: 0.5 },
        stepped: 5,
        engines: { ...few, network: transformer(4, 2), data: 'text', steps: 30, stepSize: 0.5 },
      },
      'LSTM that adds': {
        ...{
          network: recurrent(32, [28, 2], summing),
          data: 'adding-28',
          seeds,
          most: 0.005,
          // 2 % of the loss of whoever answers 1.
          tolerance: 0.0016,
          apart,
        },
        // Down to 0: what is learned all at once comes to rest, and with it what rounding made of it.
        training: { epochs: 8, clip: 1, ...adam(0.01), learningRateSchedule: 'cosine' },
        relaxation: { steps: 120, stepSize: 0.5 },
        stepped: 5,
        engines: {
          ...few,
          network: recurrent(2, [28, 2], summing),
          data: 'adding-28',
          steps: 40,
          stepSize: 0.5,
        },
      },
      'LSTM on optdigits': {
        ...{
          network: recurrent(32, [8, 8], {}),
          data: 'optdigits',
          seeds,
          least: 0.95,
          tolerance: 0.005,
          apart,
        },
        training: { epochs: 24, ...adam(0.003) },
        relaxation: { steps: 60, stepSize: 0.5 },
        stepped: 5,
        engines: { ...few, network: recurrent(6, [8, 8], {}), data: 'optdigits', steps: 30, stepSize: 0.5 },
      },
      'residual network': {
        ...{ network: residual, data: 'mnist', seeds, least: 0.95, tolerance: 0.005, apart },
        training: { epochs: 2, learningRate: 0.05 },
        relaxation: { steps: 60, stepSize: 0.5 },
      },
    },
  },
  quick: {
    tasks: {
      'residual network': {
        ...{ network: residualOf(16, 1), data: 'digits', seeds: [1], least: 0.2, tolerance: 0.02 },
        training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 300, learningRate: 0.05 },
        relaxation: { steps: 60, stepSize: 0.5 },
      },
      'LSTM that adds': {
        ...{
          network: recurrent(2, [28, 2], summing),
          data: 'adding-28',
          seeds: [1],
          most: 5,
          tolerance: 0.1,
        },
        training: { epochs: 1, limitTrainBatches: 2, limitTestSamples: 64, ...adam(0.01) },
        relaxation: { steps: 120, stepSize: 0.5 },
        stepped: 1,
        engines: {
          ...{ network: recurrent(2, [28, 2], summing), data: 'adding-28', steps: 3, stepSize: 0.5 },
          ...{ minibatches: 2, samples: 1, learningRate: 0.1 },
        },
      },
    },
  },
  async run({ tasks }, context) {
    const found: Found[] = [];
    for (const [name, task] of Object.entries(tasks)) found.push(await judge(name, task, context));
    const titles = ['task', 'rule', 'seeds', 'test accuracy', 'test loss', 'minus backpropagation'];
    const each = ['task', 'rule', 'seed', 'test accuracy', 'test loss'];
    return {
      checks: found.flatMap(({ checks }) => checks),
      tables: [
        {
          title: 'At the end, means over the seeds and standard deviations',
          rows: [titles, ...found.flatMap(({ rows }) => rows)],
        },
        { title: 'Of each seed', rows: [each, ...found.flatMap((one) => one.seeds)] },
        {
          title: 'Parameters, of the largest of each, after minibatches on both engines',
          rows: [['network', 'engines', 'largest difference'], ...found.flatMap(({ engines }) => engines)],
        },
      ],
      figures: found.flatMap(({ figures }) => figures),
    };
  },
});

interface Found {
  readonly checks: readonly Check[];
  readonly rows: readonly (readonly string[])[];
  readonly seeds: readonly (readonly string[])[];
  readonly engines: readonly (readonly string[])[];
  readonly figures: readonly Figure[];
}

async function judge(name: string, task: Task, context: Context): Promise<Found> {
  const { network, data, training, seeds, relaxation } = task;
  const settings = { ...training, data, network };
  const relaxing = { ...settings, relaxation: { solver: 'closed-form', ...relaxation } };
  const trainings = await context.train(
    [
      { name: ar(name), configuration: relaxing },
      { name: bp(name), configuration: { ...settings, rule: 'bp' } },
    ],
    seeds,
  );
  const steps = task.stepped === undefined ? undefined : await byEuler(name, task, context);
  const engines = task.engines && (await enginesApartOf(task.engines, seeds));
  const title = `Test ${of(task) === 'testLoss' ? 'loss' : 'accuracy'}: ${name}`;
  const curves = { name: `curves-${name.replaceAll(' ', '-')}`, title, conditions: [ar(name), bp(name)] };
  return {
    checks: [
      ...checks(trainings, name, task),
      ...(steps ? [steps] : []),
      ...(engines ? [agreed(name, engines.exact)] : []),
    ],
    rows: [ar(name), bp(name)].map((condition) => row(trainings, name, condition)),
    seeds: [ar(name), bp(name)].flatMap((condition) => rowsOfSeeds(trainings, name, condition)),
    engines: engines
      ? [
          [name, 'event engine and whole layers in float64', engines.exact.toExponential(1)],
          [name, 'event engine and whole layers in float32', engines.rounded.toExponential(1)],
        ]
      : [],
    figures: [learningCurves(trainings, curves, of(task))],
  };
}

/** From several seeds, the largest. */
async function enginesApartOf(scene: EngineScene, seeds: readonly number[]): Promise<EnginesApart> {
  let most: EnginesApart = { exact: 0, rounded: 0 };
  for (const seed of seeds) {
    const { exact, rounded } = await enginesApart(scene, seed);
    most = { exact: Math.max(most.exact, exact), rounded: Math.max(most.rounded, rounded) };
  }
  return most;
}

/** Some minibatches by the steps that the closed form leaves out. */
async function byEuler(name: string, task: Task, context: Context): Promise<Check> {
  const { network, data, training, seeds, relaxation, stepped: limitTrainBatches } = task;
  const settings = { ...training, data, network, epochs: 1, limitTrainBatches, limitTestSamples: 500 };
  const conditions = (['closed-form', 'euler'] as const).map((solver) => ({
    name: solver === 'euler' ? stepped(name) : closed(name),
    configuration: { ...settings, relaxation: { solver, ...relaxation } },
  }));
  const trainings = await context.train(conditions, seeds);
  const [made, saved] = [stepped(name), closed(name)].map((condition) => trainings.losses(condition));
  const differences = made.map((loss, k) => Math.abs(loss - saved[k]) / saved[k]);
  const apart = Math.max(...differences);
  const farthest = differences.indexOf(apart);
  return {
    what: `${name}: test loss after ${limitTrainBatches} minibatches by ${relaxation.steps} Euler steps, against the closed form`,
    measured: `${made[farthest].toFixed(5)} and ${saved[farthest].toFixed(5)}, the seed that is farthest`,
    expected: 'at most 0.001 of it apart',
    holds: apart <= 1e-3,
  };
}

const of = ({ least }: Task) => (least === undefined ? 'testLoss' : 'testAccuracy');

const ruleOf = (name: string, condition: string) =>
  condition === bp(name) ? 'backpropagation' : 'relaxation';

function row(trainings: Trainings, name: string, condition: string): string[] {
  const classes = trainings.of(condition)[0].final.testAccuracy !== undefined;
  const values = (one: string) => (classes ? trainings.accuracies(one) : trainings.losses(one));
  const apart = estimate(values(condition).map((value, k) => value - values(bp(name))[k])).mean;
  return [
    name,
    ruleOf(name, condition),
    trainings.of(condition).length.toString(),
    classes ? withDeviation(trainings.accuracies(condition), share) : '-',
    withDeviation(trainings.losses(condition), fourDigits),
    condition === bp(name) ? '' : classes ? `${points(apart)} points` : apart.toExponential(1),
  ];
}

const fourDigits = (value: number) => value.toFixed(4);

function withDeviation(values: readonly number[], text: (value: number) => string): string {
  const { mean, sd } = estimate(values);
  return sd === null ? text(mean) : `${text(mean)} ± ${text(sd)}`;
}

const rowsOfSeeds = (trainings: Trainings, name: string, condition: string): string[][] =>
  trainings
    .of(condition)
    .map(({ seed, final: { testAccuracy, testLoss } }) => [
      name,
      ruleOf(name, condition),
      seed.toString(),
      testAccuracy === undefined ? '-' : share(testAccuracy),
      (testLoss ?? Infinity).toFixed(5),
    ]);

function checks(trainings: Trainings, name: string, task: Task): Check[] {
  return [difference(trainings, name, task), reached(trainings, name, task), ...close(trainings, name, task)];
}

/** In the mean, from backpropagation. */
function difference(trainings: Trainings, name: string, task: Task): Check {
  const { tolerance } = task;
  if (of(task) === 'testAccuracy') {
    const { mean } = trainings.difference(ar(name), bp(name));
    return {
      what: `${ar(name)} minus backpropagation`,
      measured: `${points(mean)} points`,
      expected: `at most ${points(tolerance)} points from 0`,
      holds: Math.abs(mean) <= tolerance,
    };
  }
  const [one, other] = [ar(name), bp(name)].map((condition) => estimate(trainings.losses(condition)).mean);
  return {
    what: `test loss of ${ar(name)} minus backpropagation`,
    measured: (one - other).toExponential(1),
    expected: `at most ${tolerance} from 0`,
    holds: Math.abs(one - other) <= tolerance,
  };
}

/** From every seed. */
function reached(trainings: Trainings, name: string, { least, most = Infinity }: Task): Check {
  const worst = trainings.of(ar(name)).length === 1 ? '' : ', the worst seed';
  if (least === undefined) {
    const loss = Math.max(...trainings.losses(ar(name)));
    return {
      what: `test loss of ${ar(name)}${worst}`,
      measured: loss.toFixed(4),
      expected: `at most ${most}`,
      holds: loss <= most,
    };
  }
  const accuracy = Math.min(...trainings.accuracies(ar(name)));
  return {
    what: `${ar(name)}${worst}`,
    measured: share(accuracy),
    expected: `at least ${share(least)}`,
    holds: accuracy >= least,
  };
}

/** Losses, seed by seed. */
function close(trainings: Trainings, name: string, { apart }: Task): Check[] {
  if (apart === undefined) return [];
  const others = trainings.losses(bp(name));
  const largest = Math.max(
    ...trainings.losses(ar(name)).map((loss, k) => Math.abs(loss - others[k]) / others[k]),
  );
  return [
    {
      what: `test loss of ${ar(name)}, from backpropagation, the seed that is farthest`,
      measured: largest.toExponential(1),
      expected: `at most ${apart} of it`,
      holds: largest <= apart,
    },
  ];
}

const agreed = (name: string, apart: number): Check => ({
  what: `${name}: parameters on the event engine and in whole layers, in float64`,
  measured: apart.toExponential(1),
  expected: 'at most 1e-12 of the largest apart',
  holds: apart <= 1e-12,
  quick: true,
});
