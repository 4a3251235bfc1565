/** Steps that a figure of a relaxation shows, at most (and its beginning). */
export const mostSteps = 200;

/**
 * All steps from 0 to the last; of more than a figure shows, half of them evenly, for the end, and half in equal ratios, for
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
