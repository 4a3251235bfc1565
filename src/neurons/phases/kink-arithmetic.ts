import { toldFrom } from '../../math/trajectory.js';
import type { RuleArithmetic } from '../../rules/arithmetic.js';
import { type Future, ruleTrajectories, still } from './trajectory-arithmetic.js';

/** A value with a slope in it that moves: slope * factor + rest. What the factor is, is known where the slope is not. */
export interface Bent {
  readonly factor: Future;
  readonly rest: Future;
}

export type Bending = Future | Bent;

/** The slope itself. */
export const slopeItself: Bent = { factor: 1, rest: 0 };

export const isBent = (value: Bending): value is Bent => typeof value === 'object' && 'factor' in value;

/** The arithmetic of rules for values that move while slopes do: linear formulas with one slope as a factor. */
export const kinkArithmetic: RuleArithmetic<Bending> = {
  add: (a, b, ...more) => more.reduce<Bending>((one, other) => sum(one, other, 1), sum(a, b, 1)),
  mul: (a, b, ...more) => more.reduce<Bending>(product, product(a, b)),
  sub: (a, b) => sum(a, b, -1),
  sign: (a) => Math.sign(unbent(a)),
  clip: (a, low, high) => Math.min(Math.max(unbent(a), low), high),
};

/** What a value comes to with that slope; or with what its factor and the slope come to together. */
export function resolved(value: Bending, slope: number, together?: Future): Future {
  if (!isBent(value)) return value;
  const { factor, rest } = value;
  const bent = together ?? scaled(factor, slope);
  return rest === 0 ? bent : added(bent, rest, 1);
}

function unbent(value: Bending): number {
  return still(value as Future);
}

function sum(a: Bending, b: Bending, sign: 1 | -1): Bending {
  if (!isBent(a) && !isBent(b)) return added(a, b, sign);
  const [one, other] = [a, b].map((value) => (isBent(value) ? value : { factor: 0, rest: value }));
  return { factor: added(one.factor, other.factor, sign), rest: added(one.rest, other.rest, sign) };
}

function product(a: Bending, b: Bending): Bending {
  if (isBent(a)) return bentBy(a, b as Future);
  return isBent(b) ? bentBy(b, a) : scaled(a, b);
}

const bentBy = ({ factor, rest }: Bent, by: Future): Bent => ({
  factor: factor === 1 ? by : scaled(by, factor),
  rest: rest === 0 ? 0 : scaled(by, rest),
});

const scaled = (a: Future, b: Future): Future => ruleTrajectories.mul(a, b);

/** Futures that are told from different times are told from the later one. */
function added(a: Future, b: Future, sign: 1 | -1): Future {
  const apart = typeof a === 'object' && typeof b === 'object' && a.origin !== b.origin;
  const from = apart ? Math.max(a.origin, b.origin) : 0;
  const [one, other] = apart ? [toldFrom(a, from), toldFrom(b, from)] : [a, b];
  return sign === 1 ? ruleTrajectories.add(one, other) : ruleTrajectories.sub(one, other);
}
