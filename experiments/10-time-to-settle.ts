import { setImmediate as pause } from 'node:timers/promises';
import { exactGradients } from '../src/lab/measurements/exact.js';
import { curves, type Series } from '../src/lab/plots/index.js';
import { buildDelays, type DelaySpec } from '../src/sim/events/build/build-delays.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import type { Initial } from '../src/sim/initial.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';
import { linksOf } from './lib/chain.js';
import { relativeDistance } from './lib/errors.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';
import { deepNetwork } from './lib/networks.js';
import { type Scene, sceneOf } from './lib/scene.js';
import { settledFrom } from './lib/settling.js';
import { type SettlingCondition as Condition, residual } from './lib/settling-course.js';

interface Settings {
  readonly data: string;
  readonly units: number;
  /** Units of a hidden layer of the networks with weights as in the paper, which have no delays. */
  readonly paperUnits: number;
  /** Hidden layers. */
  readonly depths: readonly number[];
  /** Delays of every synapse, in tau. */
  readonly delays: readonly number[];
  /** Means of delays that are uniform from 0 to twice that, up to so many hidden layers. */
  readonly means: readonly number[];
  readonly randomDepths: readonly number[];
  readonly seeds: readonly number[];
  /** How finely time is looked at, in tau; and steps, with random delays. */
  readonly every: number;
  readonly stepSize: number;
}

/** When a layer has settled: measured and predicted, in tau since the relaxation began. */
interface Row extends Condition {
  readonly depth: number;
  readonly seed: number;
  /** Layers from the clamped one down to it. */
  readonly layers: number;
  readonly settled: number;
  readonly predicted: number;
}

/** A layer has settled when it is so near its gradient, in Euclidean distance over its length, and stays so. */
const near = 0.001;

/** The other half of the claim of convergence: how long it takes. */
export const experiment = experimentOf<Settings>({
  name: '10-time-to-settle',
  question:
    'How long until the activities of a layer are its gradient, to 0.1 %, against depth and conduction delays?',
  claim:
    'From zero, so many layers d below the clamped one, e^-t sum over k < d of t^k / k! of the gradient is missing after ' +
    't tau: 11.2 tau for 0.1 % at d = 3, 22.7 at d = 10. A delay of every synapse puts that off by d times the delay. ' +
    'From the forward activities what every layer above began with passes through, too (simulation-theory 4.2). Derived ' +
    'here: where delays differ, D the delay of a path, weights of random sign leave the root of the mean over D of the ' +
    'squared share at t - D.',
  expectation:
    'From zero and from the forward activities, with constant delays: the predicted time within a look, at every layer ' +
    'and depth. From the forward activities later. With random delays: within 5 % or 1 tau of the derived time, and later ' +
    'than with constant delays of the same mean.',
  full: {
    data: 'mnist',
    units: 20,
    paperUnits: 100,
    depths: [1, 2, 4, 8, 16],
    delays: [0, 1, 5],
    means: [1, 5],
    randomDepths: [1, 2, 4, 8],
    seeds: [1, 2],
    every: 0.05,
    stepSize: 0.1,
  },
  quick: {
    data: 'digits',
    units: 10,
    paperUnits: 10,
    depths: [1, 2],
    delays: [0, 1],
    means: [1],
    randomDepths: [1, 2],
    seeds: [1],
    every: 0.1,
    stepSize: 0.1,
  },
  async run(settings, context) {
    const rows: Row[] = [];
    for (const depth of settings.depths) {
      for (const seed of settings.seeds) {
        context.note(`${depth} hidden layers, seed ${seed}`);
        await pause();
        for (const weights of ['Glorot', 'paper'] as const) {
          const scene = await sceneWith(weights, depth, seed, settings);
          const conditions = conditionsAt(weights, depth, settings);
          rows.push(...conditions.flatMap((at) => settling(scene, at, { depth, seed }, settings)));
        }
      }
    }
    return {
      checks: checks(rows, settings),
      tables: [table(rows, settings), layerTable(rows, settings)],
      figures: [...againstDepth(rows, settings), randomFigure(rows, settings)],
      data: rows,
    };
  },
});

function sceneWith(weights: Condition['weights'], depth: number, seed: number, settings: Settings) {
  const { data, units, paperUnits } = settings;
  const init = { weight: { type: 'normal', sd: 0.05 }, bias: 'zeros' };
  const network =
    weights === 'paper'
      ? { ...deepNetwork(depth, 'tanh', paperUnits), init }
      : deepNetwork(depth, 'tanh', units);
  return sceneOf({ network, data, seed, samples: 1 });
}

function conditionsAt(
  weights: Condition['weights'],
  depth: number,
  { delays, means, randomDepths }: Settings,
): Condition[] {
  const constant = (weights === 'paper' ? [0] : delays).flatMap((delay) =>
    (['zero', 'forward'] as const).map((initial): Condition => ({ weights, initial, delay, random: false })),
  );
  if (weights === 'paper' || !randomDepths.includes(depth)) return constant;
  return [
    ...constant,
    ...means.map((delay): Condition => ({ weights, initial: 'zero', delay, random: true })),
  ];
}

const delaySpec = ({ delay, random }: Condition): DelaySpec =>
  random ? { distribution: 'uniform', from: 0, to: 2 * delay } : delay;

/** When each hidden layer settles, in a relaxation that lasts long enough. */
function settling(
  { network, parameters, batch }: Scene,
  condition: Condition,
  { depth, seed }: { readonly depth: number; readonly seed: number },
  { every, stepSize }: Settings,
): Row[] {
  const { initial, delay, random } = condition;
  const names = Object.keys(network.nodes);
  const exact = exactGradients(new EventSimulator(network, parameters, { grain: 'arbor' }), batch);
  const specs = Object.fromEntries(names.map((name) => [name, delaySpec(condition)]));
  const delays = buildDelays(network, specs, seed);
  const simulator = new EventSimulator(network, parameters, { grain: 'arbor', delays });
  const duration = depth * delay * (random ? 2 : 1) + 3 * depth + 20;
  const look = random ? stepSize : every;
  const relaxation = random
    ? relaxationOf({ initial, steps: Math.ceil(duration / stepSize), stepSize, solver: 'euler' })
    : relaxationOf({ initial, duration, stepSize: every });
  const { course } = simulator.relax(batch, { rule: rules.ar, relaxation, record: true });
  const links = linksOf(network, parameters, { ...exact.forward, input: batch.inputs.input });
  return names.slice(0, -1).map((name, l) => {
    const layers = depth - l;
    const goal = exact.activity[name].data;
    const measured = course.map((frame) => relativeDistance(frame[name].data, goal));
    const left = residual(condition, layers, exact, links.slice(l), stepSize);
    const predicted = course.map((_, k) => left(k * look));
    const [settled, expected] = [measured, predicted].map((values) => look * settledFrom(values, near));
    return { ...condition, depth, seed, layers, settled, predicted: expected };
  });
}

const apart = ({ settled, predicted }: Row) => Math.abs(settled - predicted);
const lowest = (rows: readonly Row[]) => rows.filter(({ depth, layers }) => depth === layers);

function checks(rows: readonly Row[], { every, stepSize }: Settings): Check[] {
  const constant = rows.filter(({ random }) => !random);
  const random = rows.filter((row) => row.random);
  const worst = (some: readonly Row[]) => Math.max(...some.map(apart));
  const from = (initial: Initial) => constant.filter((row) => row.initial === initial);
  const beyond = Math.max(...random.map((row) => apart(row) - Math.max(1, 0.05 * row.predicted)));
  const sooner = lowest(random).filter((row) => row.settled <= twin(row, rows) + stepSize);
  const zero = from('zero');
  const early = from('forward').filter((row, i) => row.settled < zero[i].settled);
  const earlyWith = (weights: Condition['weights']) => ({
    what: `${weights} weights: layers that settle earlier from the forward activities than from zero`,
    measured: `${early.filter((row) => row.weights === weights).length} of ${zero.filter((row) => row.weights === weights).length}`,
    expected: 'none',
    holds: early.every((row) => row.weights !== weights),
  });
  return [
    ...(['zero', 'forward'] as const).map((initial) => ({
      what: `from ${initial}, constant delays: largest difference from the predicted time, any layer and depth`,
      measured: `${worst(from(initial)).toFixed(2)} tau`,
      expected: `at most ${every} tau, a look`,
      holds: worst(from(initial)) <= 1.01 * every,
      quick: true,
    })),
    earlyWith('Glorot'),
    earlyWith('paper'),
    {
      what: 'random delays: largest difference from the derived time',
      measured: `${worst(random).toFixed(2)} tau, ${(100 * Math.max(...random.map((row) => apart(row) / row.predicted))).toFixed(1)} %`,
      expected: 'at most 1 tau or 5 %, whichever is more',
      holds: beyond <= 0,
    },
    {
      what: 'lowest layers that settle no later with random delays than with constant ones of the same mean',
      measured: `${sooner.length} of ${lowest(random).length}`,
      expected: 'none',
      holds: sooner.length === 0,
    },
  ];
}

/** When the same layer settles with constant delays of the same mean; at once where that was not looked at. */
function twin({ depth, seed, delay, layers, initial, weights }: Row, rows: readonly Row[]): number {
  const found = rows.find(
    (row) =>
      !row.random &&
      row.weights === weights &&
      row.depth === depth &&
      row.seed === seed &&
      row.delay === delay &&
      row.layers === layers &&
      row.initial === initial,
  );
  return found?.settled ?? 0;
}

const called = ({ weights, initial, delay, random }: Condition) =>
  `${weights === 'paper' ? "the paper's weights, " : ''}from ${initial}, ${random ? `delays uniform from 0 to ${2 * delay}` : `delay ${delay}`}`;

function conditionsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(called))];
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Measured and predicted mean over the seeds. */
function cell(rows: readonly Row[]): string {
  if (rows.length === 0) return '-';
  return `${mean(rows.map((row) => row.settled)).toFixed(2)} (${mean(rows.map((row) => row.predicted)).toFixed(2)})`;
}

function table(rows: readonly Row[], { depths }: Settings): Table {
  const heading = ['', ...depths.map((depth) => `${depth} hidden`)];
  const body = conditionsOf(rows).map((name) => [
    name,
    ...depths.map((depth) => cell(lowest(rows).filter((row) => called(row) === name && row.depth === depth))),
  ]);
  return {
    title: 'Tau until the layer nearest the input has settled, mean over the seeds; in brackets, predicted',
    rows: [heading, ...body],
  };
}

function layerTable(rows: readonly Row[], { depths }: Settings): Table {
  const deepest = Math.max(...depths);
  const layers = [
    ...new Set(rows.filter(({ depth }) => depth === deepest).map((row) => row.layers)),
  ].reverse();
  const body = conditionsOf(rows).flatMap((name) => {
    const own = rows.filter((row) => row.depth === deepest && called(row) === name);
    return own.length === 0
      ? []
      : [[name, ...layers.map((at) => cell(own.filter((row) => row.layers === at)))]];
  });
  return {
    title: `${deepest} hidden layers: tau until each has settled, by its distance from the output; in brackets, predicted`,
    rows: [['', ...layers.map(String)], ...body],
  };
}

function lines(rows: readonly Row[], settings: Settings, wanted: (row: Row) => boolean): Series[] {
  const some = lowest(rows).filter(wanted);
  return conditionsOf(some).flatMap((name, i) => {
    const at = (of: (row: Row) => number) =>
      settings.depths.flatMap((depth): [number, number][] => {
        const found = some.filter((row) => row.depth === depth && called(row) === name);
        return found.length === 0 ? [] : [[depth, mean(found.map(of))]];
      });
    return [
      { name, colour: i, points: at((row) => row.settled) },
      { name, colour: i, dashed: true, points: at((row) => row.predicted) },
    ];
  });
}

const axes = { x: 'hidden layers', y: 'tau until the lowest has settled to 0.1 %' } as const;

function againstDepth(rows: readonly Row[], settings: Settings): Figure[] {
  const caption = 'Dashed, as predicted: on top of what was measured.';
  const draw = (name: string, title: string, wanted: (row: Row) => boolean): Figure => {
    const series = lines(rows, settings, (row) => !row.random && wanted(row));
    return { name, caption: title, svg: curves({ title, series, caption, ...axes }) };
  };
  return [
    draw(
      'depth',
      'Time to settle against depth',
      (row) => row.initial === 'zero' && row.weights === 'Glorot',
    ),
    draw('start', 'Where it begins', ({ delay }) => delay === 0),
  ];
}

function randomFigure(rows: readonly Row[], settings: Settings): Figure {
  const depths = settings.randomDepths;
  const title = 'Constant delays, and random ones of the same mean';
  const caption = 'From zero; dashed, as predicted.';
  const series = lines(
    rows,
    settings,
    (row) => row.initial === 'zero' && settings.means.includes(row.delay) && depths.includes(row.depth),
  );
  return { name: 'random-delays', caption: title, svg: curves({ title, series, caption, ...axes }) };
}
