import { numbers } from '../math/numbers.js';
import type { Activation } from './activation.js';
import { firstFall } from './first-fall.js';
import type { Trajectory } from './trajectory.js';

/** A change of the piece of a piecewise linear function that an argument lies in. */
export interface Crossing {
  /** In tau from the origin of the argument's future; Infinity: never. */
  readonly wait: number;
  /** The piece after it. */
  readonly piece: number;
}

/**
 * What is taken for rounding at a kink, relative to the largest number of the future: where an argument should be at the
 * kink and goes inward it is not outside.
 */
const ROUNDING = 1e-12;

/** The piece that `a` lies in: how many kinks are below it. At a kink it is the lower one, as relu'(0) = 0. */
export function pieceAt(kinks: readonly number[], a: number): number {
  let piece = 0;
  while (piece < kinks.length && a > kinks[piece]) piece++;
  return piece;
}

/** f' on a piece. */
export function slopeOn({ slope }: Activation, kinks: readonly number[], piece: number): number {
  return slope(numbers, within(kinks, piece));
}

/**
 * When an argument first leaves its piece, and for which.
 * @param a its future @param band how far beyond a kink it has to be, in its units
 */
export function nextCrossing(kinks: readonly number[], piece: number, a: Trajectory, band: number): Crossing {
  const up = piece < kinks.length ? untilFall(distanceBelow(kinks[piece] + band, a)) : Infinity;
  const down = piece > 0 ? untilGone(distanceAbove(kinks[piece - 1] - band, a)) : Infinity;
  return up <= down ? { wait: up, piece: piece + 1 } : { wait: down, piece: piece - 1 };
}

const distanceAbove = (edge: number, { origin, constant, terms }: Trajectory): Trajectory => ({
  origin,
  constant: constant - edge,
  terms,
});

const distanceBelow = (edge: number, { origin, constant, terms }: Trajectory): Trajectory => ({
  origin,
  constant: edge - constant,
  terms: terms.map((term) => -term),
});

function untilFall(distance: Trajectory): number {
  const { origin, constant, terms } = distance;
  if (terms.length === 0) return constant < 0 ? 0 : Infinity;
  const start = constant + terms[0];
  if (start >= 0 || -start > ROUNDING * largest(distance)) return firstFall(distance);
  return firstFall({ origin, constant, terms: [-constant, ...terms.slice(1)] });
}

// At a kink for good is on its lower side.
function untilGone(distance: Trajectory): number {
  const { constant, terms } = distance;
  return constant === 0 && terms.every((term) => term === 0) ? 0 : untilFall(distance);
}

function largest({ constant, terms }: Trajectory): number {
  let size = Math.abs(constant);
  for (const term of terms) size = Math.max(size, Math.abs(term));
  return size;
}

function within(kinks: readonly number[], piece: number): number {
  if (kinks.length === 0) return 0;
  if (piece === 0) return kinks[0] - 1;
  if (piece === kinks.length) return kinks[piece - 1] + 1;
  return (kinks[piece - 1] + kinks[piece]) / 2;
}
