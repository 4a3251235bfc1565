import type { Trajectory } from './trajectory.js';

/**
 * When a leaky activity under a constant drive, x(s) = u + (x0 - u) e^-s, will have moved by a quantum from what was
 * last said: s = log((x0 - u) / (c - u)) at the level c = said +- quantum that lies on its way to u. Infinity when there
 * is none: the neuron is silent for good, unless it hears something.
 * @param future its origin is s = 0; constant u, one term x0 - u
 * @returns s in tau from the future's origin on, at least 0
 */
export function nextCrossing({ constant: u, terms }: Trajectory, said: number, quantum: number): number {
  const start = terms.length > 0 ? terms[0] : 0;
  if (start === 0 || Math.abs(u - said) <= quantum) return Infinity;
  const level = u > said ? said + quantum : said - quantum;
  // Both differences have the sign of start, for the level lies between where it is and where it goes.
  return Math.max(0, Math.log(start / (level - u)));
}
