import type { Expression, Leaf } from './expression.js';
import { type Quantity, quantityRead } from './quantities.js';

/** What a value of a linear formula is made of. */
export interface Shares {
  /** What does not move; undefined where only the neuron knows it. */
  readonly constant: number | undefined;
  /** How much of each quantity that moves; undefined where only the neuron knows it. */
  readonly of: ReadonlyMap<Quantity, number | undefined>;
}

/** What is known of leaves where a formula is evaluated. */
export type Known = (quantity: Quantity, leaf: Leaf) => Shares | undefined;

const none: Shares['of'] = new Map();
const unknown: Shares = { constant: undefined, of: none };

/** All of a quantity that moves. */
export const allOf = (quantity: Quantity): Shares => ({ constant: 0, of: new Map([[quantity, 1]]) });

/** A value that stays. */
export const staying = (constant: number | undefined): Shares => ({ constant, of: none });

/** Of an expression that is linear in what moves. Ports of a neuron are added: each changes its pre-activation by 1. */
export function sharesOf(expression: Expression, known: Known): Shares {
  if (typeof expression === 'number') return staying(expression);
  if ('leaf' in expression) {
    const { leaf } = expression;
    if (leaf.kind === 'gate') return staying(1);
    return known(quantityRead(leaf) ?? '', leaf) ?? unknown;
  }
  const each = expression.of.map((part) => sharesOf(part, known));
  if (expression.operation === 'add') return each.reduce((a, b) => sum(a, b, 1));
  if (expression.operation === 'sub') return each.reduce((a, b) => sum(a, b, -1));
  return expression.operation === 'mul' ? each.reduce(product) : unknown;
}

function sum(a: Shares, b: Shares, sign: 1 | -1): Shares {
  const of = new Map(a.of);
  for (const [quantity, share] of b.of) {
    const before = of.has(quantity) ? of.get(quantity) : 0;
    of.set(quantity, plus(before, times(sign, share)));
  }
  return { constant: plus(a.constant, times(sign, b.constant)), of };
}

/** At most one of them moves. */
function product(a: Shares, b: Shares): Shares {
  const [moving, factor] = a.of.size > 0 ? [a, b] : [b, a];
  const of = [...moving.of].map(([quantity, share]) => [quantity, times(share, factor.constant)] as const);
  return { constant: times(moving.constant, factor.constant), of: new Map(of) };
}

const plus = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? undefined : a + b;

const times = (a: number | undefined, b: number | undefined) => {
  if (a === 0 || b === 0) return 0;
  return a === undefined || b === undefined ? undefined : a * b;
};
