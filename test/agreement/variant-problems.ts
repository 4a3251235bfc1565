import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import type { ScheduleName } from '../../src/sim/schedules.js';
import type { Relaxation, Relaxed } from '../../src/sim/simulator.js';
import type { Variant } from '../../src/sim/variant.js';
import {
  type Description,
  deviation,
  type ParameterSet,
  type VariantRelaxation,
} from '../reference/index.js';

/** The rule of a variant, and a network with the parameters that it needs; biases are not zero. */
export function setUp(variant: Variant, description: Description & { init?: unknown }, seed: number) {
  const rule = arVariant(variant);
  const init = { bias: { type: 'normal', sd: 0.3 }, ...(description.init ?? {}) };
  const network = parseNetwork({ ...description, init });
  const { inputsRelax, feedback } = rule;
  const parameters = initialParameters(network, seed, { ownWeights: feedback.ownWeights, inputsRelax });
  return { rule, network, parameters };
}

/** Steps of both engines, with a seed where the order is random. */
export function stepping(schedule: ScheduleName, given: Partial<Relaxation> = {}): Relaxation {
  const seed = schedule === 'asynchronous' ? { seed: 11 } : {};
  return relaxationOf({ solver: 'euler', schedule, steps: 15, stepSize: 0.25, ...seed, ...given });
}

/**
 * The same network with the smooth relu. A float32 relaxation with slopes of the moment tells nothing with relu: a
 * pre-activation that passes by zero takes its kink a step earlier or later than in float64, whatever the seed.
 */
export function smooth(description: Description): Description {
  return JSON.parse(JSON.stringify(description).replaceAll('"relu"', '"softplus"'));
}

/** Whether slopes are taken at pre-activations that move. */
export const readsMovingSlopes = ({ derivative, updateDerivative }: Variant) =>
  derivative === 'current' || updateDerivative === 'current';

/** Largest deviations from the reference, relative to the largest number of each kind, in every step. */
export function distance(got: Relaxed, want: VariantRelaxation) {
  const [node] = Object.values(want.course);
  if (got.course.length !== node.length) return { course: Number.NaN };
  const frame = (step: number) =>
    Object.fromEntries(Object.entries(want.course).map(([name, steps]) => [name, steps[step]]));
  const steps = got.course.map((activities, step) => deviation(numbers(activities), frame(step), 1e-300));
  return {
    course: Math.max(...steps),
    activity: deviation(numbers(got.activity), want.activity, 1e-300),
    gradient: deviation(numbers(got.gradient), want.gradient, 1e-300),
    loss: Math.abs(got.loss - want.loss) / want.loss,
  };
}

/** Numbers by name. */
export function numbers(values: Parameters): Record<string, ArrayLike<number>> {
  return Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, data]));
}

/** Parameters of the reference, as numbers by name. */
export function arraysOf(set: ParameterSet): Record<string, ArrayLike<number>> {
  return Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));
}
