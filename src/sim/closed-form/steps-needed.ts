import { coefficientsOf } from './coefficients.js';
import { binomial, poisson } from './families.js';
import type { Family } from './family.js';

/**
 * How much of where a relaxation began is left, of what drives it, at a node so many relaxing nodes from the outputs: the sum of
 * c(m) below that. The error of activities, as a share of what they relax to, where they begin at zero.
 */
const leftOver = (family: Family, depth: number): number =>
  depth === 0 ? 0 : 1 - coefficientsOf(family, depth).source[depth];

export const leftAfterSteps = (steps: number, stepSize: number, depth: number): number =>
  leftOver(binomial(steps, stepSize), depth);

/** The same of continuous time. @param duration in tau */
export const leftAfter = (duration: number, depth: number): number => leftOver(poisson(duration), depth);

/** Steps until no more than that is left. @param stepSize above 0, at most 1 */
export const stepsNeeded = (depth: number, stepSize: number, error: number): number =>
  first((steps) => leftAfterSteps(steps, stepSize, depth) <= error);

/** The same in tau, to a tenth. */
export const durationNeeded = (depth: number, error: number): number =>
  first((tenths) => leftAfter(tenths / 10, depth) <= error) / 10;

/** The first whole number for which it holds, as it does for all after. */
function first(holds: (n: number) => boolean): number {
  let high = 1;
  while (!holds(high)) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high === 1 && holds(0) ? 0 : high;
}
