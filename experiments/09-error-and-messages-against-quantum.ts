import { setImmediate as pause } from 'node:timers/promises';
import { curves, type Series } from '../src/lab/plots/index.js';
import { slopeOf } from './lib/errors.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { deepNetwork } from './lib/networks.js';
import { type Quanta, type Way, waysOf } from './lib/quanta.js';
import { type Shown, shown } from './lib/quantum-errors.js';
import { sceneOf } from './lib/scene.js';

interface Settings extends Quanta {
  readonly data: string;
  /** By name: hidden layers of so many units. */
  readonly networks: Readonly<Record<string, { hidden: number; activation: string; units: number }>>;
  readonly seeds: readonly number[];
  readonly samples: number;
  /** Time in tau that is looked at. */
  readonly duration: number;
}

/** One way of speaking in one network: the mean over seeds and images, but for what is the largest of all. */
interface Row extends Shown {
  readonly network: string;
  readonly way: string;
  readonly quantum: number;
}

/** Send-on-delta. */
export const experiment = experimentOf<Settings>({
  name: '09-error-and-messages-against-quantum',
  question:
    'How large is the error, and how many messages does it take, when neurons speak only of a quantum?',
  claim:
    'A neuron that says when its activity has moved by a quantum is never heard further off than that, so the error of ' +
    "a layer is at most the sum, over the layers above, of products of |W|^T |f'| times their quantum, at every time " +
    '(derived: simulation-theory 4.3). It falls in proportion to the quantum, for as many more messages; the network ' +
    "ends silent; annealing reaches the fine error for less (O'Connor, Gavves and Welling 2019).",
  expectation:
    'No error of any activity at any time above its bound (annealed: of the first quantum, and at the end of the last). Slopes of error and messages against the quantum, both ' +
    'logarithmic, within 0.15 of 1 and -1. Every network falls silent. Annealed over 2 tau, the error ends within twice ' +
    'that of the finest quantum from the start, for at most a third of its messages.',
  full: {
    data: 'mnist',
    networks: {
      'tanh, 3 hidden': { hidden: 3, activation: 'tanh', units: 30 },
      'relu, 3 hidden': { hidden: 3, activation: 'relu', units: 30 },
      'tanh, 8 hidden': { hidden: 8, activation: 'tanh', units: 30 },
      'relu, 8 hidden': { hidden: 8, activation: 'relu', units: 30 },
    },
    seeds: [1, 2],
    samples: 3,
    quanta: [0.1, 0.03, 0.01, 0.003, 0.001],
    relative: [0.3, 0.1, 0.03],
    anneal: [0.5, 1, 2],
    wanted: [1, 0.3],
    duration: 60,
  },
  quick: {
    data: 'digits',
    networks: { 'tanh, 2 hidden': { hidden: 2, activation: 'tanh', units: 10 } },
    seeds: [1],
    samples: 1,
    quanta: [0.1, 0.01],
    relative: [0.1],
    anneal: [2],
    wanted: [0.3],
    duration: 40,
  },
  async run(settings, context) {
    const rows: Row[] = [];
    for (const [name, { hidden, activation, units }] of Object.entries(settings.networks)) {
      const { data, samples, seeds } = settings;
      const network = deepNetwork(hidden, activation, units);
      const scenes = await Promise.all(seeds.map((seed) => sceneOf({ network, data, seed, samples })));
      for (const way of waysOf(settings, hidden)) {
        context.note(`${name}: ${way.name}`);
        await pause();
        rows.push(
          averaged(
            name,
            way,
            scenes.flatMap((scene) => shown(scene, way, settings.duration)),
          ),
        );
      }
    }
    const names = Object.keys(settings.networks);
    return {
      checks: [
        within(rows),
        silence(rows, settings),
        ...names.flatMap((name) => checks(rows, name, settings)),
      ],
      tables: names.map((name) => table(rows, name)),
      figures: [errorFigure(rows, names), messageFigure(rows, names), tradeFigure(rows, names)],
      data: rows,
    };
  },
});

function averaged(network: string, { name, value }: Way, all: readonly Shown[]): Row {
  const mean = (of: (one: Shown) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    network,
    way: name,
    quantum: value,
    messages: mean(({ messages }) => messages),
    error: mean(({ error }) => error),
    errorEver: mean(({ errorEver }) => errorEver),
    bound: mean(({ bound }) => bound),
    share: Math.max(...all.map(({ share }) => share)),
    silent: Math.max(...all.map(({ silent }) => silent)),
  };
}

const absolute = (rows: readonly Row[], network: string) =>
  rows.filter((row) => row.network === network && row.way.startsWith('quantum'));

function within(rows: readonly Row[]): Check {
  const shares = rows.map(({ share }) => share).filter((share) => !Number.isNaN(share));
  return {
    what: 'largest share of its bound that any error was, of any activity at any time (but for relative quanta)',
    measured: Math.max(...shares).toPrecision(3),
    expected: 'at most 1',
    holds: Math.max(...shares) <= 1,
    quick: true,
  };
}

function silence(rows: readonly Row[], { duration }: Settings): Check {
  const latest = Math.max(...rows.map(({ silent }) => silent));
  return {
    what: 'the last message of any network',
    measured: `after ${latest.toFixed(1)} tau`,
    expected: `before ${duration} tau, of itself`,
    holds: latest < duration,
    quick: true,
  };
}

function checks(rows: readonly Row[], network: string, { quanta }: Settings): Check[] {
  const fixed = absolute(rows, network);
  const slope = (of: (row: Row) => number) =>
    slopeOf(fixed.map((row) => [Math.log(row.quantum), Math.log(of(row))]));
  const [error, messages] = [slope((row) => row.error), slope((row) => row.messages)];
  const fine = fixed[quanta.length - 1];
  const annealed = rows.find((row) => row.network === network && row.way.includes('every 2 tau'))!;
  return [
    {
      what: `${network}: slope of the error at the end against the quantum`,
      measured: error.toFixed(2),
      expected: 'within 0.15 of 1',
      holds: Math.abs(error - 1) <= 0.15,
    },
    {
      what: `${network}: slope of messages against the quantum`,
      measured: messages.toFixed(2),
      expected: 'within 0.15 of -1',
      holds: Math.abs(messages + 1) <= 0.15,
    },
    {
      what: `${network}: annealed over 2 tau, error and messages over those of the finest quantum`,
      measured: `${(annealed.error / fine.error).toFixed(2)}, ${(annealed.messages / fine.messages).toFixed(3)}`,
      expected: 'at most 2, at most 1/3',
      holds: annealed.error <= 2 * fine.error && annealed.messages <= fine.messages / 3,
    },
  ];
}

function table(rows: readonly Row[], network: string): Table {
  const heading = [
    'way',
    'messages down',
    'largest error, at the end',
    'at any time',
    'largest bound, at the end',
    'largest share of its own bound',
    'silent after (tau)',
  ];
  const body = rows
    .filter((row) => row.network === network)
    .map((row) => [
      row.way,
      row.messages.toFixed(0),
      row.error.toExponential(1),
      row.errorEver.toExponential(1),
      row.way.startsWith('relative') ? '-' : row.bound.toExponential(1),
      row.way.startsWith('relative') ? '-' : row.share.toFixed(3),
      row.silent.toFixed(1),
    ]);
  return {
    title: `${network}: an image, mean over images and seeds (last two: the largest)`,
    rows: [heading, ...body],
  };
}

const log = { logX: true, logY: true } as const;
const quantumAxis = 'quantum, units of activity';

function errorFigure(rows: readonly Row[], names: readonly string[]): Figure {
  const title = 'Error against the quantum';
  const caption =
    'The largest error of any activity, at the end; dashed, the derived bound. Mean over images and seeds.';
  const line = (network: string, colour: number, of: (row: Row) => number, dashed: boolean): Series => ({
    name: dashed ? `${network}, bound` : network,
    colour,
    dashed,
    points: absolute(rows, network).map((row) => [row.quantum, of(row)]),
  });
  const series = names.flatMap((network, i) => [
    line(network, i, ({ error }) => error, false),
    line(network, i, ({ bound }) => bound, true),
  ]);
  const svg = curves({ title, series, x: quantumAxis, y: 'error, units of activity', caption, ...log });
  return { name: 'error', caption: title, svg };
}

function messageFigure(rows: readonly Row[], names: readonly string[]): Figure {
  const title = 'Messages against the quantum';
  const series = names.map(
    (network): Series => ({
      name: network,
      points: absolute(rows, network).map((row) => [row.quantum, row.messages]),
    }),
  );
  const caption = 'Messages down until the network is silent; mean over images and seeds.';
  return {
    name: 'messages',
    caption: title,
    svg: curves({ title, series, x: quantumAxis, y: 'messages of an image', caption, ...log }),
  };
}

function tradeFigure(rows: readonly Row[], [network]: readonly string[]): Figure {
  const title = `Error against messages: ${network}`;
  const kinds = {
    absolute: 'quantum',
    relative: 'relative',
    annealed: '0.1 halved',
    'wanted error': 'for an',
  };
  const series = Object.entries(kinds).map(([name, start]): Series => {
    const found = rows.filter((row) => row.network === network && row.way.startsWith(start));
    return { name, points: found.map(({ messages, error }) => [messages, error]) };
  });
  const caption =
    'Lower and further left is better. Annealed: halved every 0.5, 1 and 2 tau, from right to left.';
  return {
    name: 'error-and-messages',
    caption: title,
    svg: curves({ title, series, x: 'messages of an image', y: 'largest error at the end', caption, ...log }),
  };
}
