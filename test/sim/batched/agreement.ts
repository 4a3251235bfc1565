import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Relaxation, Relaxed } from '../../../src/sim/simulator.js';
import { referenceOptions } from '../../agreement/orders.js';
import { asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { type Description, deviation, type Example, relax, relaxVariant } from '../../reference/index.js';
import { numbersOf, type Problem } from './problem.js';

/** Nothing is too small to be measured by its own size. */
const tiny = 1e-300;

/** A network with random parameters and a random batch, for the engines and for the reference. */
export function drawn(
  description: Description,
  samples: number,
  seed = 3,
): { problem: Problem; example: Example } {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, seed);
  const batch = randomBatch(network, samples, seed + 2);
  return {
    problem: { network, parameters, batch },
    example: [description, asSet(parameters), forReference(batch)],
  };
}

/** The largest deviations of a relaxation from the reference's, each relative to the largest of its numbers. */
export interface Deviations {
  readonly loss: number;
  /** Over every node, and every step that is compared. */
  readonly course: number;
  readonly activity: number;
  readonly gradient: number;
}

/** The reference's answer to a relaxation by steps, every one recorded. */
export function referenceCourse(example: Example, relaxation: Relaxation): ReferenceCourse {
  const { steps, stepSize, schedule, initial } = relaxation;
  if (schedule !== 'asynchronous') {
    return relax(...example, { steps, stepSize, schedule, initial, record: true });
  }
  return relaxVariant(...example, { ...referenceOptions(example[0], relaxation), learningRate: 1 });
}

type ReferenceCourse = ReturnType<typeof relax>;

/**
 * Compares an engine's recorded relaxation with the reference's, every so many steps. Steps that do not
 * correspond give NaN.
 */
export function deviations(got: Relaxed, want: ReferenceCourse, every = 1): Deviations {
  return {
    loss: Math.abs(got.loss - want.loss) / want.loss,
    course: courseDeviation(got.course, want.course, every),
    activity: deviation(numbersOf(got.activity), want.activity, tiny),
    gradient: deviation(numbersOf(got.gradient), want.gradient, tiny),
  };
}

function courseDeviation(got: Relaxed['course'], want: ReferenceCourse['course'], every: number): number {
  if (Object.values(want).some((steps) => steps.length !== got.length)) return Number.NaN;
  let worst = 0;
  for (let step = 0; step < got.length; step += every) {
    const expected = Object.fromEntries(Object.entries(want).map(([name, steps]) => [name, steps[step]]));
    worst = Math.max(worst, deviation(numbersOf(got[step]), expected, tiny));
  }
  return worst;
}
