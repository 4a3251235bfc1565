import type { Relaxed } from '../../../../src/sim/simulator.js';
import { asRows } from '../../../agreement/problems.js';

/** The numbers of a gradient, in the order of names. */
export const flat = (gradient: Readonly<Record<string, ArrayLike<number>>>): number[] =>
  Object.keys(gradient)
    .sort()
    .flatMap((name) => Array.from(gradient[name]));

export const norm = (a: readonly number[]): number => Math.hypot(...a);

/** In degrees; from the chord, since a cosine is coarse near 0. */
export function angle(a: readonly number[], b: readonly number[]): number {
  const chord = norm(a.map((x, i) => x / norm(a) - b[i] / norm(b)));
  return (360 / Math.PI) * Math.asin(chord / 2);
}

/** The largest step up. */
export const largestRise = (energies: readonly number[]): number =>
  Math.max(...energies.slice(1).map((energy, k) => energy - energies[k]));

/** A state of some nodes after a step of a recorded course, as the reference keeps it. */
export const stateAt = ({ course }: Relaxed, step: number, state: string, nodes: readonly string[]) =>
  Object.fromEntries(nodes.map((name) => [name, asRows(course[step][`${name}.${state}`])]));
