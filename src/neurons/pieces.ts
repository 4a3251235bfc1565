import { firstFall } from '../math/first-fall.js';
import { numbers } from '../math/numbers.js';
import { settledStart } from '../math/rounding.js';
import type { Trajectory } from '../math/trajectory.js';
import type { Activation } from './activation.js';

/** A change of the piece of a piecewise linear function that an argument lies in. */
export interface Crossing {
  /** In tau from the origin of the argument's future; Infinity: never. */
  readonly wait: number;
  /** The piece after it. */
  readonly piece: number;
}

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
 * @param a its future @param band how far beyond a kink it has to be, in its units @param size of what it is a sum of, by
 * which rounding is told from what is more
 */
export function nextCrossing(
  kinks: readonly number[],
  piece: number,
  a: Trajectory,
  band = 0,
  size = 0,
): Crossing {
  const up = piece < kinks.length ? untilFall(distanceBelow(kinks[piece] + band, a), size) : Infinity;
  const down = piece > 0 ? untilGone(distanceAbove(kinks[piece - 1] - band, a), size) : Infinity;
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

const untilFall = (distance: Trajectory, size: number) => firstFall(settledStart(distance, size));

// At a kink for good is on its lower side.
function untilGone(distance: Trajectory, size: number): number {
  const { constant, terms } = distance;
  return constant === 0 && terms.every((term) => term === 0) ? 0 : untilFall(distance, size);
}

function within(kinks: readonly number[], piece: number): number {
  if (kinks.length === 0) return 0;
  if (piece === 0) return kinks[0] - 1;
  if (piece === kinks.length) return kinks[piece - 1] + 1;
  return (kinks[piece - 1] + kinks[piece]) / 2;
}
