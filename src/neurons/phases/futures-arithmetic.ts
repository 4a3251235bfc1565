import type { Futures } from '../../math/future-columns.js';
import type { RuleArithmetic } from '../../rules/arithmetic.js';
import { refuseMoving } from './trajectory-arithmetic.js';

/**
 * The arithmetic of rules for values of several neurons that move, all told from the same time on: linear formulas alone. A
 * formula is worked out once for all of them; columns are never written again, so that results may share them.
 */
export const ruleFutures: RuleArithmetic<Futures> = {
  add: (a, b, ...more) => {
    let all = sum(a, b, 1);
    for (let i = 0; i < more.length; i++) all = sum(all, more[i], 1);
    return all;
  },
  mul: (a, b, ...more) => {
    let all = product(a, b);
    for (let i = 0; i < more.length; i++) all = product(all, more[i]);
    return all;
  },
  sub: (a, b) => sum(a, b, -1),
  sign: (a) => mapStill(a, Math.sign),
  clip: (a, low, high) => mapStill(a, (x) => Math.min(Math.max(x, low), high)),
};

/** A function of values that do not move. @throws {RelaxonError} on those that do */
export function mapStill(values: Futures, of: (x: number) => number): Futures {
  if (typeof values === 'number') return of(values);
  return [still(values).map(of)];
}

/** Where they stay. @throws {RelaxonError} on values that move, where only numbers have a meaning */
export function still(values: readonly Float64Array[]): Float64Array {
  if (values.length === 1) return values[0];
  return refuseMoving();
}

function sum(a: Futures, b: Futures, sign: 1 | -1): Futures {
  if (typeof a === 'number') {
    if (typeof b === 'number') return a + sign * b;
    return b.map((column, m) =>
      m === 0 ? addNumber(column, sign, a) : sign === 1 ? column : scale(column, -1),
    );
  }
  if (typeof b === 'number') return [addNumber(a[0], 1, sign * b), ...a.slice(1)];
  const longer = a.length >= b.length ? a : b;
  return longer.map((column, m) => {
    if (m >= a.length) return sign === 1 ? column : scale(column, -1);
    return m >= b.length ? column : addColumns(a[m], b[m], sign);
  });
}

/** At most one of them moves. */
function product(a: Futures, b: Futures): Futures {
  if (typeof a === 'number') return typeof b === 'number' ? a * b : b.map((column) => scale(column, a));
  if (typeof b === 'number') return a.map((column) => scale(column, b));
  const [moving, factor] = a.length > 1 ? [a, still(b)] : [b, a[0]];
  return moving.map((column) => multiply(column, factor));
}

/** sign * column + number */
function addNumber(column: Float64Array, sign: number, number: number): Float64Array {
  const all = new Float64Array(column.length);
  for (let i = 0; i < all.length; i++) all[i] = number + sign * column[i];
  return all;
}

function addColumns(a: Float64Array, b: Float64Array, sign: number): Float64Array {
  const all = new Float64Array(a.length);
  for (let i = 0; i < all.length; i++) all[i] = a[i] + sign * b[i];
  return all;
}

function scale(column: Float64Array, factor: number): Float64Array {
  const all = new Float64Array(column.length);
  for (let i = 0; i < all.length; i++) all[i] = factor * column[i];
  return all;
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length);
  for (let i = 0; i < all.length; i++) all[i] = a[i] * b[i];
  return all;
}

/** Where dx/ds = -x + drive leads from its starts. */
export function leaky(starts: Float64Array, drive: Futures): readonly Float64Array[] {
  const goals = typeof drive === 'number' ? new Float64Array(starts.length).fill(drive) : drive[0];
  const first = new Float64Array(starts.length);
  for (let i = 0; i < first.length; i++) first[i] = starts[i] - goals[i];
  return typeof drive === 'number' ? [goals, first] : [goals, first, ...drive.slice(1)];
}

/** 0 of those that are dead. */
export function silence(values: Futures, units: Int32Array, silent: Uint8Array): Futures {
  if (values === 0) return 0;
  const columns = typeof values === 'number' ? [new Float64Array(units.length).fill(values)] : values;
  return columns.map((column) => column.map((value, i) => (silent[units[i]] === 1 ? 0 : value)));
}
