import { RelaxonError } from '../src/errors.js';
import { randomBatch } from '../src/lab/agreement.js';
import { angle } from '../src/lab/measurements/vectors.js';
import { curves } from '../src/lab/plots/index.js';
import { layOut } from '../src/network/layout.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { relaxationOf } from '../src/sim/relaxation.js';
import { arVariant } from '../src/sim/rules/ar.js';
import type { Relaxation, Relaxed } from '../src/sim/simulator.js';
import { relativeDifference } from '../src/sim/tolerance.js';
import { variantOf } from '../src/sim/variant.js';
import { type Check, experimentOf, type Figure, type Table } from './lib/experiment.js';

interface Settings {
  readonly width: number;
  /** Hidden layers. */
  readonly depths: readonly number[];
  /** Of the weights, in units of He's initialisation. */
  readonly gains: readonly number[];
  readonly samples: number;
  readonly seeds: readonly number[];
  /** Of a relaxation, in tau. */
  readonly duration: number;
  /** Steps of the relaxations that the exact one is compared with. */
  readonly steps: readonly number[];
  readonly bands: readonly number[];
  /** Steps of the comparison with tanh, which has no closed form. */
  readonly tanhSteps: number;
  /** Of hidden layers, three of them. */
  readonly widths: readonly number[];
  /** How many networks are tried with each feedback pathway. */
  readonly pathwayRuns: number;
}

/** One network, its relaxation from kink to kink, and where its gradients point. */
interface Course {
  readonly depth: number;
  readonly gain: number;
  readonly seed: number;
  /** Per neuron whose slope can move, and sample. */
  readonly crossed: number;
  readonly held: number;
  /** Per neuron that speaks, and sample. */
  readonly messages: number;
  /** Degrees between the weight gradients of the first layer and those of backpropagation. */
  readonly angle: number;
  readonly tanhAngle: number;
  /** By how much activities change in the last half of the relaxation, relative to the largest of a layer. */
  readonly unsettled: number;
}

const unfrozen = arVariant(variantOf({ derivative: 'current' }));
const frozen = arVariant(variantOf());
const pathways = ['transpose', 'random'] as const;

/** What nobody could say so far for more than one step size: where the unfrozen relaxation goes. */
export const experiment = experimentOf<Settings>({
  name: '12-unfrozen-in-continuous-time',
  question:
    'What does the unfrozen relaxation reach in continuous time with relu, how often do slopes change on the way, and how ' +
    'far from it are Euler steps?',
  claim:
    'Between the kinks of relu the relaxation is linear, so its course is known exactly, and a crossing is an event found on ' +
    'it. Where both slopes of a neuron drive it back to its kink it is held there (Filippov), as Euler steps are that cross ' +
    'to and fro. Euler steps err in proportion to the step. Slopes at relaxed activities have little to do with the forward ' +
    'ones (experiment 4), so the gradients are not those of backpropagation.',
  expectation:
    'Euler errors fall as the number of steps grows: 64 times the steps, 16 to 256 times less. A band errs in proportion. ' +
    'Neurons are held at kinks wherever there are two hidden layers or more; with transposed feedback that never ' +
    'fails. With one hidden layer the gradient is exact; ' +
    'with three or more and gain 1 the first layer is at least 20 degrees off, and tanh is off too.',
  full: {
    width: 16,
    depths: [1, 2, 3, 4, 6],
    gains: [0.5, 1, 1.5],
    samples: 8,
    seeds: [1, 2, 3],
    duration: 24,
    steps: [100, 400, 1600, 6400],
    bands: [0.1, 0.01, 0.001],
    tanhSteps: 1200,
    widths: [8, 16, 32, 64],
    pathwayRuns: 40,
  },
  quick: {
    width: 6,
    depths: [1, 3],
    gains: [1],
    samples: 2,
    seeds: [1, 2],
    duration: 6,
    steps: [50, 3200],
    bands: [0.1, 0.01],
    tanhSteps: 120,
    widths: [4, 8],
    pathwayRuns: 4,
  },
  async run(settings, context) {
    const { depths, gains, seeds } = settings;
    const courses = depths.flatMap((depth) =>
      gains.flatMap((gain) => {
        context.note(`${depth} hidden layers, gain ${gain}`);
        return seeds.map((seed) => courseOf(settings, depth, gain, seed));
      }),
    );
    context.note('Euler steps and bands');
    const apart = seeds.map((seed) => approximations(settings, seed));
    context.note('widths and feedback pathways');
    const wide = settings.widths.map((width) =>
      seeds.map((seed) => courseOf({ ...settings, width }, 3, 1, seed)),
    );
    const endless = pathways.map((feedback) => endlessRuns(settings, feedback));
    return {
      checks: [...checks(settings, courses, apart), settles(settings, endless[0])],
      tables: [
        courseTable(settings, courses),
        approximationTable(settings, apart),
        widthTable(settings, wide),
        pathwayTable(settings, endless),
      ],
      figures: [
        angleFigure(settings, courses),
        crossingFigure(settings, courses),
        errorFigure(settings, apart),
      ],
      data: { courses, apart, wide, endless },
    };
  },
});

function problem(
  { width, samples }: Pick<Settings, 'width' | 'samples'>,
  depth: number,
  gain: number,
  seed: number,
  activation = 'relu',
) {
  const sd = activation === 'relu' ? gain * Math.sqrt(2 / width) : gain / Math.sqrt(width);
  const layer = (units: number, of: string) => ({ type: 'dense', units, activation: of });
  const network = parseNetwork({
    input: [width],
    layers: [...Array.from({ length: depth }, () => layer(width, activation)), layer(width, 'linear')],
    loss: 'mse',
    init: { weight: { type: 'normal', sd }, bias: { type: 'normal', sd: 0.1 } },
  });
  const parameters = initialParameters(network, seed, { ownWeights: true, inputsRelax: false });
  const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
  const batch = randomBatch(network, samples, seed);
  const relax = (given: Partial<Relaxation>, rule = unfrozen) =>
    simulator.relax(batch, { rule, relaxation: relaxationOf(given) });
  return { simulator, batch, relax };
}

function courseOf(settings: Settings, depth: number, gain: number, seed: number): Course {
  const { duration, samples, width, tanhSteps } = settings;
  const { simulator, batch, relax } = problem(settings, depth, gain, seed);
  const relaxed = simulator.relax(batch, { rule: unfrozen, relaxation: relaxationOf({ duration }) });
  const counts = relaxed.phases!.at(-1)!.kinks!;
  const neurons = layOut(simulator.network).nodes.reduce((sum, { size }) => sum + size, 0);
  const half = relax({ duration: duration / 2 });
  const tanh = problem(settings, depth, gain, seed, 'tanh');
  const stepped = tanh.relax({ steps: tanhSteps, stepSize: duration / tanhSteps });
  const moving = Math.max(1, (depth - 1) * width * samples);
  return {
    depth,
    gain,
    seed,
    crossed: counts.crossed / moving,
    held: counts.held / moving,
    messages: relaxed.messages! / (samples * neurons),
    angle: firstAngle(relaxed, relax({ solver: 'equilibrium' }, frozen)),
    tanhAngle: firstAngle(stepped, tanh.relax({ solver: 'equilibrium' }, frozen)),
    unsettled: distance(half, relaxed),
  };
}

const firstAngle = (one: Relaxed, other: Relaxed) =>
  angle(one.gradient['layers.0.weight'].data, other.gradient['layers.0.weight'].data);

/** Largest difference of activities, relative to the largest activity of each layer. */
const distance = (one: Relaxed, other: Relaxed) =>
  Math.max(
    ...Object.entries(other.activity).map(([name, { data }]) =>
      relativeDifference(one.activity[name].data, data),
    ),
  );

interface Approximations {
  readonly steps: readonly number[];
  readonly bands: readonly number[];
}

// A few tau are enough: later on errors fall with the activities.
function approximations(settings: Settings, seed: number): Approximations {
  const { relax } = problem(settings, 3, 1, seed);
  const duration = settings.duration / 4;
  const exact = relax({ duration });
  return {
    steps: settings.steps.map((steps) => distance(relax({ steps, stepSize: duration / steps }), exact)),
    bands: settings.bands.map((band) => distance(relax({ duration, band }), exact)),
  };
}

// A relaxation in which changes of slope come without end is one that this engine cannot follow without a band.
function endlessRuns(
  { width, duration, pathwayRuns }: Settings,
  feedback: (typeof pathways)[number],
): number {
  const rule = arVariant(variantOf({ derivative: 'current', feedback }));
  let endless = 0;
  for (let seed = 1; seed <= pathwayRuns; seed++) {
    const { relax } = problem({ width, samples: 1 }, 3, 1, seed);
    try {
      relax({ duration }, rule);
    } catch (error) {
      if (!(error instanceof RelaxonError)) throw error;
      endless++;
    }
  }
  return endless;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const geometric = (values: readonly number[]) => Math.exp(mean(values.map(Math.log)));

function checks(settings: Settings, courses: readonly Course[], apart: readonly Approximations[]): Check[] {
  const { steps, bands } = settings;
  const times = steps.at(-1)! / steps[0];
  const fallen = geometric(apart.map(({ steps: errors }) => errors[0] / errors.at(-1)!));
  const narrower = bands[0] / bands.at(-1)!;
  const ofBand = geometric(apart.map(({ bands: errors }) => errors[0] / errors.at(-1)!));
  const shallow = courses.filter(({ depth }) => depth === 1);
  const deep = courses.filter(({ depth, gain }) => depth >= 3 && gain === 1);
  const least = (what: 'angle' | 'tanhAngle') =>
    Math.min(...depthsOf(deep).map((group) => mean(group.map((c) => c[what]))));
  const held = depthsOf(courses.filter(({ depth }) => depth > 1)).map((group) =>
    mean(group.map((c) => c.held)),
  );
  return [
    {
      what: `${times} times the Euler steps: error less by (geometric mean over seeds)`,
      measured: `${fallen.toFixed(0)} times`,
      expected: `${times / 4} to ${4 * times} times`,
      holds: fallen > times / 4 && fallen < 4 * times,
      quick: true,
    },
    {
      what: `a band ${narrower} times narrower: error less by`,
      measured: `${ofBand.toFixed(0)} times`,
      expected: `${narrower / 5} to ${5 * narrower} times`,
      holds: ofBand > narrower / 5 && ofBand < 5 * narrower,
    },
    {
      what: 'how often a neuron is held at its kink, from two hidden layers on, least by depth',
      measured: Math.min(...held).toFixed(2),
      expected: 'above 0',
      holds: Math.min(...held) > 0,
      quick: true,
    },
    {
      what: 'one hidden layer: largest angle to the gradient',
      measured: `${Math.max(...shallow.map((c) => c.angle)).toExponential(1)} degrees`,
      expected: 'below 0.1 degrees (what is left of the start)',
      holds: Math.max(...shallow.map((c) => c.angle)) < 0.1,
    },
    {
      what: 'three hidden layers and more, gain 1: least angle to the gradient by depth, first layer',
      measured: `${least('angle').toFixed(0)} degrees; tanh ${least('tanhAngle').toFixed(0)}`,
      expected: 'at least 20; tanh at least 5',
      holds: least('angle') >= 20 && least('tanhAngle') >= 5,
    },
  ];
}

function settles({ pathwayRuns }: Settings, endless: number): Check {
  return {
    what: 'transposed feedback: relaxations in which changes of slope come without end',
    measured: `${endless} of ${pathwayRuns}`,
    expected: 'none (neurons held together solve a convex problem)',
    holds: endless === 0,
    quick: true,
  };
}

function depthsOf(courses: readonly Course[]): Course[][] {
  const depths = [...new Set(courses.map(({ depth }) => depth))];
  return depths.map((depth) => courses.filter((course) => course.depth === depth));
}

function courseTable({ depths, gains, duration }: Settings, courses: readonly Course[]): Table {
  const heading = [
    ...['hidden layers', 'gain', 'crossings per neuron', 'times held', 'messages per neuron'],
    ...[
      'angle to the gradient, relu',
      'tanh',
      `change of activities from ${duration / 2} to ${duration} tau`,
    ],
  ];
  const rows = depths.flatMap((depth) =>
    gains.map((gain) => {
      const those = courses.filter((course) => course.depth === depth && course.gain === gain);
      const of = (what: keyof Course) => mean(those.map((course) => course[what]));
      return [
        ...[
          String(depth),
          String(gain),
          of('crossed').toFixed(2),
          of('held').toFixed(2),
          of('messages').toFixed(1),
        ],
        ...[`${of('angle').toFixed(1)}°`, `${of('tanhAngle').toFixed(1)}°`, of('unsettled').toExponential(1)],
      ];
    }),
  );
  return { title: 'The course of a relaxation, mean over seeds and samples', rows: [heading, ...rows] };
}

function approximationTable({ steps, bands, duration }: Settings, apart: readonly Approximations[]): Table {
  const row = (name: string, errors: readonly number[]) => [
    name,
    ...errors.map((error) => error.toExponential(1)),
  ];
  return {
    title: `Distance from the exact activities after ${duration / 4} tau, three hidden layers, gain 1, by seed`,
    rows: [
      ['', ...apart.map((_, i) => `seed ${i + 1}`)],
      ...steps.map((count, k) =>
        row(
          `${count} steps`,
          apart.map((one) => one.steps[k]),
        ),
      ),
      ...bands.map((band, k) =>
        row(
          `band ${band}`,
          apart.map((one) => one.bands[k]),
        ),
      ),
    ],
  };
}

function widthTable({ widths }: Settings, wide: readonly (readonly Course[])[]): Table {
  const heading = [
    'width',
    'crossings per neuron',
    'times held',
    'messages per neuron',
    'angle to the gradient, relu',
  ];
  const rows = wide.map((courses, i) => {
    const of = (what: keyof Course) => mean(courses.map((course) => course[what]));
    const counts = [of('crossed').toFixed(2), of('held').toFixed(2), of('messages').toFixed(1)];
    return [String(widths[i]), ...counts, `${of('angle').toFixed(1)}°`];
  });
  return { title: 'By width, three hidden layers, gain 1', rows: [heading, ...rows] };
}

function pathwayTable({ pathwayRuns }: Settings, endless: readonly number[]): Table {
  const rows = pathways.map((feedback, i) => [feedback, `${endless[i]} of ${pathwayRuns}`]);
  const heading = ['feedback', 'networks'];
  return {
    title: 'Relaxations in which changes of slope come without end, three hidden layers',
    rows: [heading, ...rows],
  };
}

function byDepth(
  settings: Settings,
  courses: readonly Course[],
  what: keyof Course,
  name: string,
  dashed: boolean,
) {
  return settings.gains.map((gain, colour) => ({
    name: `${name}, gain ${gain}`,
    colour,
    dashed,
    points: settings.depths.map((depth): [number, number] => [
      depth,
      mean(courses.filter((c) => c.depth === depth && c.gain === gain).map((c) => c[what])),
    ]),
  }));
}

function angleFigure(settings: Settings, courses: readonly Course[]): Figure {
  const title = 'Angle of the first layer’s update to the gradient';
  const series = [
    ...byDepth(settings, courses, 'angle', 'relu', false),
    ...byDepth(settings, courses, 'tanhAngle', 'tanh', true),
  ];
  const svg = curves({ title, series, x: 'hidden layers', y: 'degrees' });
  return { name: 'angles', caption: title, svg };
}

function crossingFigure(settings: Settings, courses: readonly Course[]): Figure {
  const title = 'Crossings of a kink, and times held at one, per neuron';
  const series = [
    ...byDepth(settings, courses, 'crossed', 'crossed', false),
    ...byDepth(settings, courses, 'held', 'held', true),
  ];
  const svg = curves({ title, series, x: 'hidden layers', y: 'per neuron and relaxation' });
  return { name: 'crossings', caption: title, svg };
}

function errorFigure({ steps }: Settings, apart: readonly Approximations[]): Figure {
  const title = 'Euler steps against crossings';
  const line = (errors: readonly number[]) =>
    steps.map((n, k): [number, number] => [Math.log10(n), errors[k]]);
  const first = geometric(apart.map(({ steps: errors }) => errors[0]));
  const series = [
    ...apart.map(({ steps: errors }, i) => ({ name: `seed ${i + 1}`, points: line(errors) })),
    {
      name: 'in proportion to the step',
      dashed: true,
      points: line(steps.map((n) => (first * steps[0]) / n)),
    },
  ];
  const axes = {
    x: 'log10 of the number of steps',
    y: 'largest relative difference of activities',
    logY: true,
  };
  return { name: 'euler', caption: title, svg: curves({ title, series, ...axes }) };
}
