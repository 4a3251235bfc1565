import { refuse } from '../errors.js';
import { randomStream } from '../math/random.js';
import { layOut } from '../network/layout.js';
import { mostParameters } from '../network/limits.js';
import type { Network } from '../network/network.js';
import type { Values } from '../network/parameters.js';
import { numberOfSteps } from '../rules/names.js';
import type { PhasedRule } from '../sim/rule.js';
import type {
  AnySimulator,
  Batch,
  LearningRates,
  Presentation,
  Relaxed,
  Simulator,
} from '../sim/simulator.js';
import { relativeDifference, tolerance } from '../sim/tolerance.js';
import { recorded, stepsToDraw } from './steps-to-draw.js';
import { answered, atOnce, type Pieces } from './turns.js';

/** How far two engines are apart in one quantity. */
export interface Difference {
  /** Rule, solver and schedule. */
  readonly presentation: string;
  readonly quantity: string;
  /** Largest difference relative to the quantity's largest value. */
  readonly difference: number;
  readonly tolerance: number;
}

/** Whether a difference is within its tolerance; NaN never is. */
export const agrees = ({ difference, tolerance }: Difference): boolean => difference <= tolerance;

// The event engine makes the steps that the closed form leaves out.
function onEngine<P extends Presentation>({ engine }: AnySimulator, presentation: P): P {
  const { relaxation } = presentation;
  const { solver, duration } = relaxation;
  if (engine !== 'events' || solver !== 'closed-form' || duration !== undefined) return presentation;
  return { ...presentation, relaxation: { ...relaxation, solver: 'euler' } };
}

type Relaxing = Presentation & Partial<LearningRates> & { readonly name: string };
type Training = Presentation & { readonly name: string; readonly learningRate: number };

/**
 * Relaxes a batch on both and compares loss, activities at every step (200 of them, if there are more), and gradients; of a
 * rule in phases every state of every node at every step, and the energy at the end of each phase.
 */
export const compareRelaxation = (
  one: Simulator,
  other: Simulator,
  batch: Batch,
  presentation: Relaxing,
): Difference[] => atOnce(comparingRelaxation(one, other, batch, presentation));

/** The same, of engines that may answer later. */
export function* comparingRelaxation(
  one: AnySimulator,
  other: AnySimulator,
  batch: Batch,
  presentation: Relaxing,
): Pieces<Difference[]> {
  const a = yield* answered(one.relax(batch, looked(onEngine(one, presentation))));
  const b = yield* answered(other.relax(batch, looked(onEngine(other, presentation))));
  const allowed = roundingIn(one.network);
  const row = (quantity: string, difference: number): Difference => ({
    presentation: presentation.name,
    quantity,
    difference,
    tolerance: allowed,
  });
  return [
    row('loss', relativeDifference([a.loss], [b.loss])),
    ...(b.states
      ? Object.keys(b.states).map((name) => row(name, worstInCourse(a, b, name, 'states')))
      : Object.keys(b.activity).map((node) =>
          row(`${node}.activity`, worstInCourse(a, b, node, 'activity')),
        )),
    ...energies(a, b).map(([name, d]) => row(name, d)),
    ...differences(a.gradient, b.gradient).map(([name, d]) => row(`${name}.grad`, d)),
  ];
}

const looked = <P extends Presentation>(presentation: P) => ({
  ...presentation,
  ...(presentation.rule.kind === 'phases'
    ? { record: stepsToDraw(stepsIn(presentation.rule)) }
    : recorded(presentation.relaxation)),
});

const stepsIn = ({ rule: { phases } }: PhasedRule): number =>
  phases.reduce((sum, phase) => sum + numberOfSteps(phase), 0);

/** By phase, where the rule has an energy. */
function energies(a: Relaxed, b: Relaxed): [string, number][] {
  const ends = (b.phases ?? []).map(({ name, energy }, k) => [name, a.phases?.[k].energy, energy] as const);
  return ends.flatMap(([name, one, other]): [string, number][] =>
    other === undefined ? [] : [[`energy after ${name}`, relativeDifference([one ?? Number.NaN], [other])]],
  );
}

/** Trains both on the same minibatches and compares the parameters they end with. */
export const compareTraining = (
  one: Simulator,
  other: Simulator,
  batches: readonly Batch[],
  presentation: Training,
): Difference[] => atOnce(comparingTraining(one, other, batches, presentation));

/** The same, of engines that may answer later. */
export function* comparingTraining(
  one: AnySimulator,
  other: AnySimulator,
  batches: readonly Batch[],
  presentation: Training,
): Pieces<Difference[]> {
  for (const batch of batches) {
    yield* answered(one.train(batch, onEngine(one, presentation)));
    yield* answered(other.train(batch, onEngine(other, presentation)));
  }
  const a = yield* answered(one.parameters());
  const b = yield* answered(other.parameters());
  return differences(a, b).map(([name, difference]) => ({
    presentation: presentation.name,
    quantity: `${name} after ${batches.length} minibatch${batches.length === 1 ? '' : 'es'}`,
    difference,
    tolerance: tolerance.trained,
  }));
}

/** A batch of normal inputs with one random class per output, float32 values. */
export function randomBatch(network: Network, size: number, seed: number): Batch {
  const layout = layOut(network);
  const numbers = size * Math.max(...[...layout.inputs, ...layout.outputs].map((one) => one.size));
  if (numbers > mostParameters) {
    const expected = `at most ${mostParameters} numbers for an input or output`;
    refuse({ where: 'random batch', got: `${size} samples`, expected });
  }
  const stream = randomStream(seed, 'batch');
  const oneHot = (units: number): Values => {
    const data = new Float32Array(size * units);
    for (let row = 0; row < size; row++) data[row * units + stream.integer(units)] = 1;
    return { shape: [size, units], data };
  };
  const normal = (units: number): Values => ({
    shape: [size, units],
    data: Float32Array.from({ length: size * units }, () => stream.normal()),
  });
  return {
    size,
    inputs: Object.fromEntries(layout.inputs.map((input) => [input.name, normal(input.size)])),
    targets: Object.fromEntries(layout.outputs.map((output) => [output.name, oneHot(output.size)])),
  };
}

function worstInCourse(a: Relaxed, b: Relaxed, name: string, last: 'activity' | 'states'): number {
  const apart = (one: Readonly<Record<string, Values>>, other: Readonly<Record<string, Values>>) =>
    relativeDifference(one[name].data, other[name].data, noiseOf(other, name, last === 'states'));
  const perStep = b.course.map((frame, k) => apart(a.course[k], frame));
  return Math.max(...perStep, apart(a[last]!, b[last]!));
}

function differences(
  a: Readonly<Record<string, Values>>,
  b: Readonly<Record<string, Values>>,
): [string, number][] {
  return Object.keys(b).map((name) => [
    name,
    relativeDifference(a[name].data, b[name].data, noiseOf(b, name)),
  ]);
}

/** What is smaller than this share of all others of its kind may be 0 but for rounding, as what normalisations cancel is. */
const smallShare = 1e-2;

/** @param states names are NODE.STATE, and those of one state are of a kind; all are, if not */
function noiseOf(all: Readonly<Record<string, Values>>, name: string, states = false): number {
  const kind = name.slice(name.lastIndexOf('.'));
  const alike = Object.entries(all).filter(([other]) => !states || other.endsWith(kind));
  let largest = 0;
  for (const [, { data }] of alike)
    for (let k = 0; k < data.length; k++) largest = Math.max(largest, Math.abs(data[k]));
  return smallShare * largest;
}

/** Nodes that roundings pass through before they count twice, as often as they do. */
const shallow = 10;

/** What rounding may come to: more where values pass through many nodes, one after the other. */
function roundingIn(network: Network): number {
  const passed = new Map<string, number>();
  for (const { name, parents } of layOut(network).nodes)
    passed.set(name, 1 + Math.max(...parents.map((parent) => passed.get(parent.name) ?? 0)));
  return tolerance.float32 * Math.max(1, Math.max(...passed.values()) / shallow);
}
