import { fail } from '../../errors.js';
import { mapLinear, plus, type Trajectory, valueAt } from '../../math/trajectory.js';
import type { RuleArithmetic } from '../../rules/arithmetic.js';

/** A number that stays, or where a value will be; of one neuron all told from the same time on. */
export type Future = number | Trajectory;

/** The arithmetic of rules for values that move: linear formulas alone. */
export const ruleTrajectories: RuleArithmetic<Future> = {
  add: (a, b, ...more) => more.reduce<Future>((one, other) => sum(one, other, 1), sum(a, b, 1)),
  mul: (a, b, ...more) => more.reduce<Future>(product, product(a, b)),
  sub: (a, b) => sum(a, b, -1),
  sign: (a) => Math.sign(still(a)),
  clip: (a, low, high) => Math.min(Math.max(still(a), low), high),
};

/** @throws {RelaxonError} always: a value moves where only a number has a meaning */
export const refuseMoving = (): never =>
  fail({
    where: 'trajectory',
    got: 'a value that moves in a formula that is not linear',
    expected: 'one that stays',
  });

/** A value that does not move. @throws {RelaxonError} on one that does, where only a number has a meaning */
export function still(value: Future): number {
  if (typeof value === 'number') return value;
  return refuseMoving();
}

function sum(a: Future, b: Future, sign: 1 | -1): Future {
  if (typeof a === 'number') {
    if (typeof b === 'number') return a + sign * b;
    const turned = sign === 1 ? b : mapLinear(b, (x) => -x);
    return { ...turned, constant: a + turned.constant };
  }
  if (typeof b === 'number') return { ...a, constant: a.constant + sign * b };
  return plus(a, b, sign);
}

function product(a: Future, b: Future): Future {
  if (typeof a === 'number') return typeof b === 'number' ? a * b : mapLinear(b, (x) => a * x);
  const factor = still(b);
  return mapLinear(a, (x) => x * factor);
}

/** A future at a time. */
export const atTime = (future: Future, time: number): number =>
  typeof future === 'number' ? future : valueAt(future, time);

/** As one that is told: of what stays, from a time on. */
export const futureOf = (future: Future, origin: number): Trajectory =>
  typeof future === 'number' ? { origin, constant: future, terms: [] } : future;
