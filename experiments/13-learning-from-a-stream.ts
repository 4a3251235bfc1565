import { setImmediate } from 'node:timers/promises';
import { type ClassSet, loadDataSet, requireClasses } from '../src/data/index.js';
import { curves, intervals } from '../src/lab/plots/index.js';
import { estimate } from '../src/math/statistics.js';
import { total } from '../src/messages/energy.js';
import type { Network } from '../src/network/network.js';
import { parseNetwork } from '../src/network/parse.js';
import type { LiveOptions } from '../src/sim/events/live/options.js';
import type { WayName } from '../src/sim/events/live/ways.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { share } from './lib/markdown.js';
import { type Streamed, type Streaming, stream } from './lib/streaming.js';

interface Settings {
  readonly data: string;
  readonly hidden: readonly number[];
  readonly images: number;
  readonly testImages: number;
  readonly seeds: readonly number[];
  /** Of a presentation; with two compartments, per tau. */
  readonly rates: Readonly<Record<WayName, number>>;
}

interface Condition {
  readonly name: string;
  readonly way: WayName;
  readonly options?: Partial<LiveOptions>;
  readonly stream?: Partial<Streaming['stream']>;
}

type Result = Condition & { readonly runs: readonly Streamed[] };

/** Of the clock, of rhythms, and of an image where nothing else is said. */
const period = 20;
const wayNames: readonly WayName[] = ['strict-phases', 'oscillation', 'two-compartments'];
const inStep = 'in step';
const late = 'targets 5 tau late';
const named = (way: WayName, what: string) => `${way}, ${what}`;
const each = (what: string, stream: Partial<Streaming['stream']>): Condition[] =>
  wayNames.map((way) => ({ name: named(way, what), way, stream }));

const conditions: readonly Condition[] = [
  ...each(inStep, {}),
  ...each(late, { targetDelay: 5 }),
  {
    name: named('strict-phases', `${late}, sweep 6`),
    way: 'strict-phases',
    options: { strictPhases: { sweep: 6, duration: period - 6 } },
    stream: { targetDelay: 5 },
  },
  {
    name: named('oscillation', `${late}, forward 6`),
    way: 'oscillation',
    options: { oscillation: { period, forward: 6 } },
    stream: { targetDelay: 5 },
  },
  ...each('half the targets never', { taught: 0.5 }),
  ...each('an image every 23 tau', { every: 23 }),
  ...each('an image every 10 tau', { every: 10 }),
  {
    name: named('oscillation', 'images amid relaxations'),
    way: 'oscillation',
    options: { oscillation: { period, first: 10 } },
  },
  {
    name: named('oscillation', 'periods scattered by 10 %'),
    way: 'oscillation',
    options: { oscillation: { period, jitter: 0.1 } },
  },
];

/** Stimuli that do not wait. */
export const experiment = experimentOf<Settings>({
  name: '13-learning-from-a-stream',
  question:
    'Can a network learn from a stream that does not wait for its relaxations, and who has to tell it when?',
  claim:
    'Published work gives phases by a global clock. Two compartments need none: the soma keeps the forward activity, the ' +
    'apical compartment goes from one gradient to the next, so that its error after a change is of the size of gradients, ' +
    'not of activities, and plasticity can stay on. A rhythm of its own in each neuron does as well as the clock while ' +
    'stimuli keep step with it.',
  expectation:
    'In step, strict phases and two compartments reach at least 0.85 test accuracy, and oscillation comes within 3 points ' +
    'of strict phases. Targets that come after the sweep teach strict phases nothing, and two compartments nearly as ' +
    'much as prompt ones. Images that come amid relaxations cost oscillation more than 5 points.',
  full: {
    data: 'mnist',
    hidden: [128, 64],
    images: 4000,
    testImages: 10000,
    seeds: [1, 2, 3],
    rates: { 'strict-phases': 0.03, oscillation: 0.03, 'two-compartments': 0.0012 },
  },
  quick: {
    data: 'digits',
    hidden: [20],
    images: 60,
    testImages: 100,
    seeds: [1],
    rates: { 'strict-phases': 0.03, oscillation: 0.03, 'two-compartments': 0.0015 },
  },
  async run(settings, context) {
    const data = requireClasses(await loadDataSet(settings.data), '13');
    const network = networkOf(settings, data);
    const results: Result[] = [];
    for (const condition of conditions) {
      const runs: Streamed[] = [];
      for (const seed of settings.seeds) {
        runs.push(stream(network, data, streamingOf(condition, settings), seed));
        const { testAccuracy, seconds } = runs[runs.length - 1];
        context.note(`${condition.name}, seed ${seed}: ${share(testAccuracy)} in ${seconds.toFixed(0)} s`);
        await setImmediate();
      }
      results.push({ ...condition, runs });
    }
    return {
      checks: checksOf(results),
      tables: [accuracies(results), messages(results, settings)],
      figures: [final(results), online(results, settings)],
      data: { conditions: results },
    };
  },
});

function networkOf({ hidden }: Settings, { train, classes }: ClassSet): Network {
  const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
  return parseNetwork({
    input: [train.shape.reduce((product, n) => product * n, 1)],
    layers: [...hidden.map((units) => layer(units, 'relu')), layer(classes, 'linear')],
    loss: 'mse',
    init: { weight: 'he' },
  });
}

function streamingOf({ way, options, stream }: Condition, settings: Settings): Streaming {
  const { images, testImages, rates } = settings;
  return {
    live: {
      way,
      learningRate: rates[way],
      strictPhases: { sweep: 2, duration: period - 2 },
      oscillation: { period },
      twoCompartments: { teachEvery: 5 },
      ...options,
    },
    stream: { every: period, ...stream },
    images,
    testImages,
  };
}

const mean = (results: readonly Result[], name: string) =>
  estimate(results.find((result) => result.name === name)!.runs.map(({ testAccuracy }) => testAccuracy)).mean;

function checksOf(results: readonly Result[]): Check[] {
  const reached = (['strict-phases', 'two-compartments'] as const).map((way) => {
    const accuracy = mean(results, named(way, inStep));
    return {
      what: `test accuracy of ${way}, in step`,
      measured: share(accuracy),
      expected: 'at least 0.85',
      holds: accuracy >= 0.85,
    };
  });
  const strict = mean(results, named('strict-phases', inStep));
  const rhythm = mean(results, named('oscillation', inStep));
  const amid = mean(results, named('oscillation', 'images amid relaxations'));
  const slow = mean(results, named('two-compartments', late));
  const prompt = mean(results, named('two-compartments', inStep));
  const untaught = results.find(({ name }) => name === named('strict-phases', late))!.runs;
  const said = untaught.reduce((sum, { energy }) => sum + energy.messages.teaching, 0);
  return [
    ...reached,
    {
      what: 'strict phases minus oscillation, in step',
      measured: share(strict - rhythm),
      expected: 'at most 0.03 either way',
      holds: Math.abs(strict - rhythm) <= 0.03,
    },
    {
      what: 'messages of plasticity in strict phases whose targets come after the sweep',
      measured: String(said),
      expected: '0',
      holds: said === 0,
      quick: true,
    },
    {
      what: 'two compartments: what targets 5 tau late cost',
      measured: share(prompt - slow),
      expected: 'at most 0.03',
      holds: prompt - slow <= 0.03,
    },
    {
      what: 'oscillation: what images amid relaxations cost',
      measured: share(rhythm - amid),
      expected: 'more than 0.05',
      holds: rhythm - amid > 0.05,
    },
  ];
}

function accuracies(results: readonly Result[]): Table {
  const rows = results.map(({ name, runs }) => {
    const values = runs.map(({ testAccuracy }) => testAccuracy);
    const last = runs.map(({ online }) => online[9]);
    return [
      name,
      share(estimate(values).mean),
      values.map(share).join(', '),
      share(estimate(last).mean),
      runs.map(({ missed }) => missed).join(', '),
    ];
  });
  const heading = ['stream', 'test accuracy', 'of each seed', 'online, last tenth', 'images missed'];
  return { title: 'Accuracy after the stream, and on it before learning', rows: [heading, ...rows] };
}

function messages(results: readonly Result[], { images }: Settings): Table {
  const rows = results.map(({ name, runs }) => {
    const per = (of: (run: Streamed) => number) => (estimate(runs.map(of)).mean / images).toFixed(0);
    return [
      name,
      per(({ energy }) => energy.messages.up),
      per(({ energy }) => energy.messages.down),
      per(({ energy }) => energy.messages.teaching),
      per(({ energy }) => total(energy.operations)),
    ];
  });
  const heading = ['stream', 'up', 'down', 'to own synapses', 'synaptic operations'];
  return { title: 'Messages and synaptic operations, per image', rows: [heading, ...rows] };
}

function final(results: readonly Result[]): Figure {
  const rows = results.map(({ name, runs }) => {
    const values = runs.map(({ testAccuracy }) => testAccuracy);
    const { mean: value, low, high } = estimate(values);
    return { name, value, low: low ?? value, high: high ?? value, values };
  });
  const caption =
    'Mean over the seeds; rings are seeds. The interval is the 95 % confidence interval (Student t).';
  const title = 'Test accuracy after the stream';
  return { name: 'accuracy', caption: title, svg: intervals({ title, rows, x: 'test accuracy', caption }) };
}

function online(results: readonly Result[], { images }: Settings): Figure {
  const series = results
    .filter(({ name }) => name.endsWith(inStep))
    .map(({ way, runs }) => ({
      name: way,
      points: runs[0].online.map((_, i): [number, number] => [
        ((i + 1) * images) / 10,
        estimate(runs.map((run) => run.online[i])).mean,
      ]),
    }));
  const title = 'Right answers on the stream, in step';
  const caption = 'Share over the last tenth of the stream, mean over the seeds; answered before learning.';
  const svg = curves({ title, series, x: 'images', y: 'share of right answers', caption });
  return { name: 'online', caption: title, svg };
}
