import { z } from 'zod';
import { isActive, type Values } from '../conditions.js';
import type { Parameter } from '../parameter.js';

const trials = z
  .int('a whole number of at least 1')
  .min(1, 'a whole number of at least 1')
  .max(100_000, 'at most 100000 trials');

/** How many points are drawn, and what they are drawn from. */
export const sampledShape = { trials, seed: z.int('a whole number').default(1) };

/**
 * The trials at points of the unit cube, an axis for each parameter: whether another one is there moves no value. Those that
 * come out as one before them did, such as of parameters with few values, are left out.
 */
export function atPoints(parameters: readonly Parameter[], points: Iterable<readonly number[]>): Values[] {
  const found = new Map<string, Values>();
  for (const point of points) {
    const values: Record<string, unknown> = {};
    for (const [i, parameter] of parameters.entries()) {
      if (isActive(parameter, values)) values[parameter.name] = parameter.range.at(point[i]);
    }
    const key = JSON.stringify(values);
    if (!found.has(key)) found.set(key, values);
  }
  return [...found.values()];
}
