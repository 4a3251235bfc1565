import { loadDataSet, targetSizeOf } from '../src/data/index.js';
import { curves } from '../src/lab/plots/index.js';
import { Examples } from '../src/lab/training/examples.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { createSimulator } from '../src/sim/create.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { rules } from '../src/sim/rules.js';
import type { Activities, Batch, Simulator } from '../src/sim/simulator.js';
import type { SolverName } from '../src/sim/solvers.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';

interface Settings {
  readonly data: string;
  readonly hidden: readonly number[];
  readonly samples: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly stepSizes: readonly number[];
}

/** Squared errors after 0, 1, ... steps: sum over units and samples, by layer. */
type Errors = Readonly<Record<string, readonly number[]>>;

/** Paper 1, figure 1. */
export const experiment = experimentOf<Settings>({
  name: '01-convergence',
  question:
    'Do the activities of every layer relax to the gradients of backpropagation, and how does it depend on the step?',
  claim:
    'They do, rapidly and monotonically: at a step of 0.1 the errors of all layers, about 2,430, 510 and 170 at first, ' +
    'are gone after some 40 steps; smaller steps take longer (arXiv 2009.05359, figure 1, read off the plot). Exactly: ' +
    'the course is known in closed form, with binomial weights of what layers above began with.',
  expectation:
    'Errors begin where the figure has them, within a quarter; fall below a thousandth in 100 steps of 0.1; follow the ' +
    'closed form; and after 200 steps are the smaller the larger the step.',
  full: {
    data: 'mnist',
    hidden: [300, 100, 100],
    samples: 64,
    steps: 200,
    stepSize: 0.1,
    stepSizes: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005],
  },
  quick: {
    data: 'digits',
    hidden: [30, 20],
    samples: 8,
    steps: 60,
    stepSize: 0.2,
    stepSizes: [0.5, 0.2, 0.05],
  },
  async run(settings, context) {
    const { simulator, batch } = await prepare(settings);
    const errorsWith = (solver: SolverName, stepSize: number) =>
      errors(simulator, batch, solver, settings.steps, stepSize);
    context.note('relaxing by steps, and in closed form');
    const stepped = errorsWith('euler', settings.stepSize);
    const predicted = errorsWith('closed-form', settings.stepSize);
    const bySize = settings.stepSizes.map((stepSize) => ({
      stepSize,
      errors: errorsWith('euler', stepSize),
    }));
    simulator.dispose();
    const layers = Object.keys(stepped);
    return {
      checks: [
        ...(context.effort === 'full' ? startsAsInPaper(stepped, layers) : []),
        falls(stepped, settings),
        ...follows(stepped, predicted, layers),
        largerIsFaster(bySize, layers[0]),
      ],
      tables: [table(stepped, predicted, settings)],
      figures: [perLayer(stepped, predicted, settings), perStepSize(bySize, layers[0])],
      data: { stepped, predicted, bySize },
    };
  },
});

async function prepare({ data, hidden, samples }: Settings): Promise<{ simulator: Simulator; batch: Batch }> {
  const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
  const loaded = await loadDataSet(data);
  const network = parseNetwork({
    input: [784],
    layers: [...hidden.map((units) => layer(units, 'tanh')), layer(targetSizeOf(loaded), 'linear')],
    loss: 'mse',
    init: { weight: { type: 'normal', sd: 0.05 }, bias: 'zeros' },
  });
  const examples = new Examples(network, loaded);
  const batch = examples.batch(
    loaded.train,
    Uint32Array.from({ length: samples }, (_, i) => i),
  );
  const { simulator } = await createSimulator('batched', network, initialParameters(network, 1));
  return { simulator, batch };
}

function errors(
  simulator: Simulator,
  batch: Batch,
  solver: SolverName,
  steps: number,
  stepSize: number,
): Errors {
  const rule = rules.ar;
  const relax = (chosen: SolverName) => {
    const relaxation = relaxationOf({ solver: chosen, steps, stepSize });
    return simulator.relax(batch, { rule, relaxation, record: true });
  };
  const exact = relax('equilibrium').activity;
  const { course } = relax(solver);
  const layers = Object.keys(exact).slice(0, -1);
  return Object.fromEntries(
    layers.map((name) => [name, course.map((frame) => squaredError(frame, exact, name))]),
  );
}

function squaredError(activity: Activities, exact: Activities, name: string): number {
  const goal = exact[name].data;
  let sum = 0;
  for (const [i, x] of activity[name].data.entries()) sum += (x - goal[i]) ** 2;
  return sum;
}

/** Where the paper's curves begin, the layer nearest the input first. */
const paper = [2430, 510, 170];

function startsAsInPaper(stepped: Errors, layers: readonly string[]): Check[] {
  return layers.map((name, l) => ({
    what: `${name}: squared error at first, summed over 64 images`,
    measured: stepped[name][0].toFixed(0),
    expected: `${paper[l]}, within a quarter (other weights, other images)`,
    holds: Math.abs(stepped[name][0] / paper[l] - 1) < 0.25,
  }));
}

function falls(stepped: Errors, { steps, stepSize }: Settings): Check {
  const after = Math.min(100, steps);
  const left = Math.max(...Object.values(stepped).map((values) => values[after] / values[0]));
  return {
    what: `share of the error that is left in any layer after ${after} steps of ${stepSize}`,
    measured: left.toExponential(1),
    expected: 'below 1e-3',
    holds: left < 1e-3,
    quick: true,
  };
}

// Once an error is a millionth of a millionth of the first, rounding of float32 is all that is left of it.
function follows(stepped: Errors, predicted: Errors, layers: readonly string[]): Check[] {
  return layers.map((name) => {
    const apart = stepped[name].map((value, k) =>
      value > 1e-9 * stepped[name][0] ? Math.abs(value / predicted[name][k] - 1) : 0,
    );
    const worst = Math.max(...apart);
    return {
      what: `${name}: largest relative difference of the error from the closed form`,
      measured: worst.toExponential(1),
      expected: 'below 1 %, down to a billionth of the first error',
      holds: worst < 0.01,
      quick: true,
    };
  });
}

function largerIsFaster(bySize: readonly { stepSize: number; errors: Errors }[], layer: string): Check {
  const last = bySize.map((run) => run.errors[layer].at(-1)!);
  // From the largest step to the smallest; of two that have come down to rounding neither is the smaller.
  const holds = last.every((value, i) => i === 0 || value >= last[i - 1] || value < 1e-9);
  return {
    what: `${layer}: error at the end, from the largest step to the smallest`,
    measured: last.map((value) => value.toExponential(1)).join(', '),
    expected: 'none smaller than the one before it',
    holds,
    quick: true,
  };
}

function table(stepped: Errors, predicted: Errors, { steps, stepSize }: Settings): Table {
  const at = [0, 10, 20, 40, 100, 200].filter((step) => step <= steps);
  const rows = Object.keys(stepped).flatMap((name) => [
    [name, 'by steps', ...at.map((step) => stepped[name][step].toPrecision(3))],
    ['', 'closed form', ...at.map((step) => predicted[name][step].toPrecision(3))],
  ]);
  const heading = ['layer', '', ...at.map((step) => `after ${step}`)];
  return { title: `Squared error against the gradients, steps of ${stepSize}`, rows: [heading, ...rows] };
}

const axes = { x: 'steps', y: 'squared error, sum over units and images', logY: true } as const;
const points = (values: readonly number[]) => values.map((value, k): [number, number] => [k, value]);

function perLayer(stepped: Errors, predicted: Errors, { stepSize }: Settings): Figure {
  const caption = `Euler steps of ${stepSize}; dashed, the closed form. Float32 rounding ends the fall.`;
  const title = 'Activities approach the gradients';
  const series = Object.keys(stepped).flatMap((name, i) => [
    { name, colour: i, points: points(stepped[name]) },
    { name: `${name}, closed form`, colour: 3 + i, dashed: true, points: points(predicted[name]) },
  ]);
  return { name: 'layers', caption: title, svg: curves({ title, series, caption, ...axes }) };
}

function perStepSize(bySize: readonly { stepSize: number; errors: Errors }[], layer: string): Figure {
  const title = `Error of ${layer}, the layer nearest the input, by step size`;
  const series = bySize.map((run) => ({ name: `${run.stepSize}`, points: points(run.errors[layer]) }));
  const caption = 'The same weights and images for every step size.';
  return { name: 'step-sizes', caption: title, svg: curves({ title, series, caption, ...axes }) };
}
