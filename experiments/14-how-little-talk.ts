import { setImmediate as pause } from 'node:timers/promises';
import { exactGradients } from '../src/lab/measurements/exact.js';
import { norm } from '../src/lab/measurements/vectors.js';
import { curves, type Series } from '../src/lab/plots/index.js';
import { parameterName } from '../src/network/layout.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { rules } from '../src/sim/rules.js';
import { samplesOf } from './lib/batches.js';
import { angleOf, relativeDistance } from './lib/errors.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { deepNetwork } from './lib/networks.js';
import { type Scene, sceneOf } from './lib/scene.js';
import { absolute, annealed, relative, type Talk, type Way, waysOf } from './lib/talk.js';

interface Settings extends Talk {
  readonly data: string;
  readonly hidden: number;
  readonly units: number;
  readonly activations: readonly string[];
  /** Minibatches of training before. */
  readonly trained: readonly number[];
  readonly seeds: readonly number[];
  readonly samples: number;
}

/** What a way comes to in a network: means over images and seeds. */
interface Row {
  readonly network: string;
  readonly family: string;
  readonly way: string;
  /** Down, of an image. */
  readonly messages: number;
  readonly operations: number;
  /** Degrees between its gradient of the weights and the true one, by layer; the mean over images. */
  readonly angles: Readonly<Record<string, number>>;
  /** Of the layer that is worst. */
  readonly angle: number;
  /** Distance of its gradient of the weights from the true one, over the length of that; mean over images, of the worst layer. */
  readonly distance: number;
}

/** How few messages are enough. */
export const experiment = experimentOf<Settings>({
  name: '14-how-little-talk',
  question:
    'How few messages does the gradient of an image take, and which way to speak is the cheapest at a given angle?',
  claim:
    'The papers speak 100 times a neuron. Fewer must do: with steps of 1 the relaxation is exact after as many as there ' +
    'are hidden layers, from the outputs down after one (simulation-theory 4.2); a trajectory says all in one message; ' +
    'send-on-delta and annealed quanta save where little moves (4.3), and a relative quantum spends the same on small ' +
    'gradients as on large ones.',
  expectation:
    'Steps of 1 are exact. At 10 degrees annealed quanta take at most half of the messages of absolute ones; relative ' +
    'quanta take fewer than absolute ones, and hardly more in the trained network than before, where absolute ones need ' +
    'other quanta. No way by quanta takes more than 20 messages of a neuron for 10 degrees.',
  full: {
    data: 'mnist',
    hidden: 3,
    units: 50,
    activations: ['relu', 'tanh'],
    trained: [0, 300],
    seeds: [1, 2],
    samples: 5,
    steps: { 0.1: [5, 10, 20, 50, 100], 0.5: [2, 4, 8, 16, 32], 1: [1, 2, 3] },
    forwardSteps: [30, 60, 100],
    durations: [1, 2, 4, 8, 16],
    quanta: [0.3, 0.1, 0.03, 0.01, 0.003, 0.001],
    relative: [0.5, 0.2, 0.1],
    floors: [0.1, 0.03, 0.01, 0.003, 0.001],
    anneal: [1, 2, 4],
    smallest: [0.1, 0.03, 0.01, 0.003, 0.001],
  },
  quick: {
    data: 'digits',
    hidden: 2,
    units: 12,
    activations: ['relu'],
    trained: [0, 5],
    seeds: [1],
    samples: 2,
    steps: { 0.5: [8, 16], 1: [1, 2] },
    forwardSteps: [30],
    durations: [4, 16],
    quanta: [0.1, 0.01],
    relative: [0.2],
    floors: [0.01],
    anneal: [2],
    smallest: [0.01],
  },
  async run(settings, context) {
    const { data, hidden, units, seeds, samples } = settings;
    const rows: Row[] = [];
    for (const activation of settings.activations) {
      for (const trained of settings.trained) {
        const name = `${activation}, ${trained > 0 ? `after ${trained} minibatches` : 'not trained'}`;
        context.note(name);
        await pause();
        const network = deepNetwork(hidden, activation, units);
        const scenes: Scene[] = [];
        for (const seed of seeds) scenes.push(await sceneOf({ network, data, seed, samples, trained }));
        rows.push(...measured(name, scenes, waysOf(settings)));
      }
    }
    const names = [...new Set(rows.map(({ network }) => network))];
    return {
      checks: checks(rows, names, settings),
      tables: [
        ...offs.map((off) => cheapestTable(rows, names, off, settings)),
        ...names.map((name) => table(rows, name, settings)),
      ],
      figures: names.map((name, i) => figure(rows, name, i)),
      data: rows,
    };
  },
});

function measured(network: string, scenes: readonly Scene[], ways: readonly Way[]): Row[] {
  const shown = scenes.flatMap(({ network: own, parameters, batch }) => {
    const simulator = new EventSimulator(own, parameters, { grain: 'arbor' });
    return samplesOf(batch).map((sample) => {
      return { simulator, sample, exact: exactGradients(simulator, sample).gradient };
    });
  });
  const layers = Object.keys(scenes[0].network.nodes);
  return ways.map(({ family, name, relaxation }): Row => {
    const all = shown.map(({ simulator, sample, exact }) => {
      const { gradient, energy } = simulator.relax(sample, { rule: rules.ar, relaxation });
      const compared = layers.map((layer) => {
        const weight = parameterName(layer, 'weight');
        return [gradient[weight].data, exact[weight].data] as const;
      });
      const angles = compared.map(([got, goal]) => angleOf(got, goal));
      const distances = compared.map(([got, goal]) => (norm(goal) === 0 ? 0 : relativeDistance(got, goal)));
      return { angles, distances, messages: energy!.messages.down, operations: energy!.operations.down };
    });
    const mean = (of: (one: (typeof all)[number]) => number) =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length;
    const angles = layers.map((layer, l) => [layer, mean((one) => one.angles[l])] as const);
    return {
      network,
      family,
      way: name,
      messages: mean(({ messages }) => messages),
      operations: mean(({ operations }) => operations),
      angles: Object.fromEntries(angles),
      angle: Math.max(...angles.map(([, degrees]) => degrees)),
      distance: Math.max(...layers.map((_, l) => mean((one) => one.distances[l]))),
    };
  });
}

/** The two ways of being off, with their names, and how far off is asked about. */
const offs = [
  { of: 'angle', name: 'within an angle of its gradient', unit: ' degrees', most: [30, 10, 3, 1] },
  {
    of: 'distance',
    name: 'within a share of its gradient, in size too',
    unit: '',
    most: [0.3, 0.1, 0.03, 0.01],
  },
] as const;

/** The fewest messages of a family with which no layer is further off on the mean; undefined where it is not reached. */
function cheapest(
  rows: readonly Row[],
  network: string,
  family: string,
  most: number,
  of: 'angle' | 'distance' = 'angle',
): Row | undefined {
  return rows
    .filter((row) => row.network === network && row.family === family && row[of] <= most)
    .sort((a, b) => a.messages - b.messages)[0];
}

const speakersOf = ({ hidden, units }: Settings) => (hidden - 1) * units + 10;
const messagesOf = (row: Row | undefined) => row?.messages ?? Infinity;

function checks(rows: readonly Row[], names: readonly string[], settings: Settings): Check[] {
  const ones = rows.filter(
    ({ way }) => way === `${settings.hidden} steps of 1` || way.startsWith('1 step of 1, from the top'),
  );
  const worst = Math.max(...ones.map((row) => row.angle));
  const exactly: Check = {
    what: `${settings.hidden} steps of 1, and one from the top down: largest angle of any layer and network`,
    measured: `${worst.toExponential(1)} degrees`,
    expected: 'below 1e-5 degrees',
    holds: worst < 1e-5,
    quick: true,
  };
  return [exactly, ...names.flatMap((name) => quantaChecks(rows, name, settings))];
}

function quantaChecks(rows: readonly Row[], network: string, settings: Settings): Check[] {
  const at10 = (family: string) => messagesOf(cheapest(rows, network, family, 10));
  const [byAbsolute, byRelative, byAnnealed] = [absolute, relative, annealed].map(at10);
  const most = Math.max(byAbsolute, byRelative, byAnnealed) / speakersOf(settings);
  const compared = (name: string, messages: number, times: number, expected: string): Check => ({
    what: `${network}: fewest messages for 10 degrees, ${name} over absolute quanta`,
    measured: `${messages.toFixed(0)} / ${byAbsolute.toFixed(0)} = ${(messages / byAbsolute).toFixed(2)}`,
    expected,
    holds: messages <= times * byAbsolute,
  });
  return [
    compared('annealed', byAnnealed, 0.5, 'at most 0.5'),
    compared('relative', byRelative, 1, 'at most 1'),
    {
      what: `${network}: messages of a neuron for 10 degrees, of the dearest kind of quantum`,
      measured: most.toFixed(1),
      expected: 'at most 20',
      holds: most <= 20,
    },
  ];
}

function cheapestTable(
  rows: readonly Row[],
  names: readonly string[],
  { of, name: within, unit, most }: (typeof offs)[number],
  settings: Settings,
): Table {
  const families = [...new Set(rows.map(({ family }) => family))];
  const heading = ['network', 'way', ...most.map((value) => `${value}${unit}`)];
  const written = (row: Row | undefined) =>
    row === undefined
      ? '-'
      : `${row.messages.toFixed(0)} (${(row.messages / speakersOf(settings)).toFixed(1)})`;
  const body = names.flatMap((name) =>
    families.map((family, i) => [
      i === 0 ? name : '',
      family,
      ...most.map((value) => written(cheapest(rows, name, family, value, of))),
    ]),
  );
  return {
    title:
      `Fewest messages of an image with which every layer is ${within}, on the mean over images; ` +
      'in brackets, of each neuron that is heard. A trajectory is one message of several numbers',
    rows: [heading, ...body],
  };
}

function table(rows: readonly Row[], network: string, { hidden }: Settings): Table {
  const own = rows.filter((row) => row.network === network);
  const layers = Object.keys(own[0].angles).slice(0, hidden);
  const heading = ['way', 'messages', 'synaptic operations', ...layers, 'largest distance'];
  const body = own.map((row) => [
    row.way,
    row.messages.toFixed(0),
    row.operations.toFixed(0),
    ...layers.map((layer) => row.angles[layer].toFixed(2)),
    row.distance.toPrecision(2),
  ]);
  return {
    title: `${network}: messages down of an image, degrees from the gradient by layer, and the largest distance over its length`,
    rows: [heading, ...body],
  };
}

function figure(rows: readonly Row[], network: string, i: number): Figure {
  const own = rows.filter(
    (row) => row.network === network && row.distance > 1e-4 && row.family !== 'steps of 1',
  );
  const families = [...new Set(own.map(({ family }) => family))];
  const series = families.map((name): Series => {
    const of = own.filter(({ family }) => family === name);
    return { name, points: frontier(of.map(({ messages, distance }) => [messages, distance])) };
  });
  const title = `Distance and messages: ${network}`;
  const caption =
    'Of the layer that is worst, over its length; mean over images and seeds. Lower and further left is better. Of ' +
    'every way only settings that no other of it is better than; steps of 1, in the end exact, are left out.';
  const axes = {
    x: 'messages of an image',
    y: 'relative distance from the gradient',
    logX: true,
    logY: true,
  };
  return { name: `distance-${i + 1}`, caption: title, svg: curves({ title, series, caption, ...axes }) };
}

/** Those that no other has both a smaller angle and fewer messages than. */
function frontier(points: readonly [number, number][]): [number, number][] {
  return [...points]
    .sort(([a], [b]) => a - b)
    .filter(([messages, degrees]) => !points.some(([m, d]) => m <= messages && d < degrees));
}
