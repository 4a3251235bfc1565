import type { Relaxation, RelaxPresentation } from '../sim/simulator.js';

/** Steps of a relaxation that are looked at, at most (and its beginning). */
export const mostSteps = 200;

/**
 * All steps from 0 to the last; of more than that, half of them evenly, for the end, and half in equal ratios, for
 * the beginning, where most happens.
 */
export function stepsToDraw(last: number): number[] {
  if (last <= mostSteps) return Array.from({ length: last + 1 }, (_, step) => step);
  const half = mostSteps / 2;
  const chosen = Array.from({ length: half }, (_, k) => k + 1).flatMap((k) => [
    Math.round((last * k) / half),
    Math.round(last ** (k / half)),
  ]);
  return [...new Set([0, ...chosen])].sort((a, b) => a - b);
}

/** How often to look at a relaxation in continuous time, in tau: at every step, or less often where that is too often. */
export const lookEvery = ({ stepSize }: Pick<Relaxation, 'stepSize'>, duration: number): number =>
  Math.max(stepSize, duration / mostSteps);

/** A relaxation whose course is recorded, in a bounded number of frames. */
export function recorded(relaxation: Relaxation): Pick<RelaxPresentation, 'relaxation' | 'record'> {
  const { duration, steps } = relaxation;
  if (duration === undefined) return { relaxation, record: stepsToDraw(steps) };
  return { relaxation: { ...relaxation, stepSize: lookEvery(relaxation, duration) }, record: true };
}
