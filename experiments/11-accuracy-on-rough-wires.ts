import { setImmediate as pause } from 'node:timers/promises';
import { type ClassSet, loadDataSet, requireClasses } from '../src/data/index.js';
import { configurationOf } from '../src/lab/configuration.js';
import { exactGradients } from '../src/lab/measurements/exact.js';
import { curves, intervals, type Series } from '../src/lab/plots/index.js';
import { evaluate } from '../src/lab/training/evaluate.js';
import { Examples } from '../src/lab/training/examples.js';
import { Trainer } from '../src/lab/training/trainer.js';
import { estimate, pairedDifference } from '../src/math/statistics.js';
import type { Network } from '../src/network/network.js';
import { initialParameters, type Parameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';
import type { Batch } from '../src/sim/simulator.js';
import { samplesOf } from './lib/batches.js';
import { angleOf } from './lib/errors.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import { deepNetwork } from './lib/networks.js';
import { baseline, lossWays, type Roughness, roughnesses } from './lib/roughness.js';
import { type Left, staleness } from './lib/staleness.js';

interface Settings {
  readonly data: string;
  readonly pixels: number;
  readonly units: number;
  /** Online, one image at a time, each once. */
  readonly trained: number;
  readonly learningRate: number;
  readonly tested: number;
  readonly seeds: readonly number[];
  /** Images of which gradients are compared. */
  readonly images: number;
  /** Times in tau that relaxations over lossy wires last. */
  readonly durations: readonly number[];
  /** Conditions, by name; all if not given. */
  readonly only?: readonly string[];
}

/** What a condition comes to under a seed. */
interface Run {
  readonly condition: string;
  readonly seed: number;
  /** On perfect wires and cells. */
  readonly accuracy: number;
  /** On those it was trained on. */
  readonly accuracyThere: number;
  /** Degrees between the gradients of single images and the true ones, first layer: at first weights, at trained ones. */
  readonly angleBefore: number;
  readonly angleAfter: number;
}

/** What perfect wires are worth. */
export const experiment = experimentOf<Settings>({
  name: '11-accuracy-on-rough-wires',
  question:
    'How much do lost messages, jitter, quanta, noise and cells that differ cost: of the gradient, and of what is learned?',
  claim:
    'With a frozen forward pass the fixed point of the relaxation is the gradient, whatever the delays, the order and the ' +
    'time constants, as long as the last news of every neuron comes through; a value that is lost for good and never ' +
    'said again leaves an error that does not go away (simulation-theory 4.2).',
  expectation:
    'With retransmission, and where what is lost is soon said again, activities come within 0.1 % of the gradient of the ' +
    'sweep that was; with a third lost for good of what is said once, they stay more than 10 % away however long it takes. ' +
    'Jitter, delays, time constants, loss with retransmission and quanta of 0.01 cost less than 2 points of accuracy; ' +
    '30 % lost for good more than 2 points on the wires trained on.',
  full: {
    data: 'optdigits',
    pixels: 64,
    units: 24,
    trained: 2500,
    learningRate: 0.02,
    tested: 500,
    seeds: [1, 2, 3],
    images: 12,
    durations: [2, 4, 8, 16, 32, 64],
  },
  quick: {
    data: 'digits',
    pixels: 784,
    units: 16,
    trained: 3,
    learningRate: 0.03,
    tested: 5,
    seeds: [1],
    images: 1,
    durations: [4, 32],
    only: [baseline, '30 % lost, sent again', 'quantum 0.01'],
  },
  async run(settings, context) {
    const data = requireClasses(await loadDataSet(settings.data), '11');
    const network = parseNetwork({ ...deepNetwork(2, 'relu', settings.units), input: [settings.pixels] });
    const chosen = Object.entries(roughnesses).filter(([name]) => settings.only?.includes(name) ?? true);
    context.note('relaxing over wires that lose');
    const left = staleness(network, data, settings);
    const runs: Run[] = [];
    for (const [condition, roughness] of chosen) {
      for (const seed of settings.seeds) {
        context.note(`${condition}, seed ${seed}`);
        await pause();
        runs.push({ condition, seed, ...trained(network, data, roughness, seed, settings) });
      }
    }
    return {
      checks: [...lossChecks(left, settings), ...accuracyChecks(runs)],
      tables: [...stale.map((of) => staleTable(left, of, settings)), accuracyTable(runs)],
      figures: [...stale.map((of) => staleFigure(left, of)), accuracyFigure(runs, settings)],
      data: { left, runs },
    };
  },
});

const rule = rules.ar;

function simulatorOf(network: Network, parameters: Parameters, rough: Roughness, seed: number) {
  const { wires, cells, delays } = rough;
  return new EventSimulator(network, parameters, {
    grain: 'arbor',
    seed,
    ...(wires && { wires: { ...wires, seed } }),
    ...(cells && { cells: cells(network, seed) }),
    ...(delays && { delays: delays(network, seed) }),
  });
}

/** Trains online, then tests. */
function trained(
  network: Network,
  data: ClassSet,
  rough: Roughness,
  seed: number,
  settings: Settings,
): Omit<Run, 'condition' | 'seed'> {
  const { trained: limitTrainBatches, learningRate, tested, images } = settings;
  const initial = initialParameters(network, seed);
  const examples = new Examples(network, data);
  const shown = examples.first(images);
  const simulator = simulatorOf(network, initial, rough, seed);
  const angleBefore = meanAngle(simulator, rough, network, shown, seed);
  const configuration = configurationOf({
    ...{ data: settings.data, network: description(settings), engine: 'events', batchSize: 1, epochs: 1 },
    ...{ limitTrainBatches, learningRate, seed, relaxation: rough.relaxation },
  });
  const trainer = new Trainer(simulator, examples, configuration);
  while (!trainer.done) trainer.trainStep();
  const perfect = new EventSimulator(network, simulator.parameters(), { grain: 'arbor' });
  return {
    accuracy: evaluate(perfect, examples, tested).accuracy,
    accuracyThere: evaluate(simulator, examples, tested).accuracy,
    angleBefore,
    angleAfter: meanAngle(simulator, rough, network, shown, seed),
  };
}

const description = ({ units, pixels }: Settings) => ({ ...deepNetwork(2, 'relu', units), input: [pixels] });

/** Mean over images, of the weights of the first layer; against the network whose dead units are as dead. */
function meanAngle(
  simulator: EventSimulator,
  rough: Roughness,
  network: Network,
  images: Batch,
  seed: number,
): number {
  const dead = rough.dead ? { cells: rough.cells } : {};
  const perfect = simulatorOf(
    network,
    simulator.parameters(),
    { relaxation: rough.relaxation, ...dead },
    seed,
  );
  const relaxation = relaxationOf(rough.relaxation);
  const angles = samplesOf(images).map((image) => {
    const { gradient } = simulator.relax(image, { rule, relaxation });
    const exact = exactGradients(perfect, image).gradient;
    return angleOf(gradient['layers.0.weight'].data, exact['layers.0.weight'].data);
  });
  return estimate(angles).mean;
}

function lossChecks(left: readonly Left[], { durations }: Settings): Check[] {
  const last = durations[durations.length - 1];
  const check = (what: string, distance: number, reaches: boolean): Check => ({
    what: `${what} after ${last} tau`,
    measured: `${(100 * distance).toPrecision(2)} %`,
    expected: reaches ? 'below 0.1 %' : 'above 10 %',
    holds: reaches ? distance < 0.001 : distance > 0.1,
  });
  return Object.entries(lossWays).flatMap(([way, { reaches, reachesAbove }]) => {
    const { distance, fromAbove } = left.find((one) => one.way === way && one.time === last)!;
    const gradient = check(`${way}: lowest activities from the gradient`, distance, reaches);
    const all = [{ ...gradient, quick: !way.includes('for good') }];
    if (reachesAbove === undefined) return all;
    const above = check(`${way}: the same from what the layer above came to`, fromAbove, reachesAbove);
    return [...all, { ...above, quick: reachesAbove }];
  });
}

const accuraciesOf = (
  runs: readonly Run[],
  condition: string,
  of: 'accuracy' | 'accuracyThere' = 'accuracy',
) => runs.filter((run) => run.condition === condition).map((run) => run[of]);

function accuracyChecks(runs: readonly Run[]): Check[] {
  const perfect = accuraciesOf(runs, baseline);
  const names = [...new Set(runs.map(({ condition }) => condition))];
  const judgedBy = (harmless: boolean) => (harmless ? ('accuracy' as const) : ('accuracyThere' as const));
  return names.flatMap((name): Check[] => {
    const { harmless } = roughnesses[name];
    if (harmless === undefined || name === baseline) return [];
    const lost = pairedDifference(accuraciesOf(runs, name, judgedBy(harmless)), perfect).mean;
    return [
      {
        what: `${name}: test accuracy${harmless ? '' : ' on the wires trained on'} minus that of perfect wires`,
        measured: `${points(lost)} points`,
        expected: harmless ? 'above −2 points' : 'below −2 points',
        holds: harmless ? lost > -0.02 : lost < -0.02,
      },
    ];
  });
}

/** The two distances, with the names of their figures. */
const stale = [
  { of: 'distance', name: 'loss', from: 'the gradient of the sweep that was' },
  { of: 'fromAbove', name: 'loss-from-above', from: 'what the layer above came to' },
] as const;

function staleTable(
  left: readonly Left[],
  { of, from }: (typeof stale)[number],
  { durations }: Settings,
): Table {
  const rows = Object.keys(lossWays).map((way) => [
    way,
    ...durations.map((time) =>
      left.find((one) => one.way === way && one.time === time)![of].toExponential(1),
    ),
  ]);
  return {
    title: `Distance of the lowest activities from ${from}, over its length, before training`,
    rows: [['', ...durations.map((time) => `after ${time} tau`)], ...rows],
  };
}

function accuracyTable(runs: readonly Run[]): Table {
  const heading = [
    'condition',
    'accuracy on perfect wires',
    'against perfect, points (95 %)',
    'accuracy where it was trained',
    'degrees from the gradient, at first',
    'when trained',
  ];
  const names = [...new Set(runs.map(({ condition }) => condition))];
  const rows = names.map((name) => {
    const own = runs.filter(({ condition }) => condition === name);
    const mean = (of: keyof Omit<Run, 'condition'>) => estimate(own.map((run) => run[of])).mean;
    const {
      mean: lost,
      low,
      high,
    } = pairedDifference(accuraciesOf(runs, name), accuraciesOf(runs, baseline));
    const interval = low === null ? '' : ` (${points(low)} to ${points(high)})`;
    return [
      name,
      share(mean('accuracy')),
      name === baseline ? '' : `${points(lost)}${interval}`,
      share(mean('accuracyThere')),
      mean('angleBefore').toFixed(1),
      mean('angleAfter').toFixed(1),
    ];
  });
  return {
    title: "Test accuracy, and the angle of single images' gradients in the first layer",
    rows: [heading, ...rows],
  };
}

function staleFigure(left: readonly Left[], { of, name, from }: (typeof stale)[number]): Figure {
  const title = `30 % lost: distance from ${from}`;
  const series = Object.keys(lossWays).map(
    (way): Series => ({
      name: way,
      points: left.filter((one) => one.way === way).map((one) => [one.time, one[of]]),
    }),
  );
  const caption = 'Of the lowest activities, over its length; mean over images and seeds.';
  const svg = curves({ title, series, x: 'tau', y: 'relative distance', logX: true, logY: true, caption });
  return { name, caption: title, svg };
}

function accuracyFigure(runs: readonly Run[], { trained: images }: Settings): Figure {
  const title = `Test accuracy after ${images} images online, on rough wires`;
  const rows = [...new Set(runs.map(({ condition }) => condition))].map((name) => {
    const values = accuraciesOf(runs, name, 'accuracyThere');
    const { mean, low, high } = estimate(values);
    return { name, value: mean, low: low ?? mean, high: high ?? mean, values };
  });
  const caption =
    'On the wires and cells trained on. Mean over the seeds with its 95 % confidence interval; rings are seeds.';
  return { name: 'accuracy', caption: title, svg: intervals({ title, rows, x: 'test accuracy', caption }) };
}
