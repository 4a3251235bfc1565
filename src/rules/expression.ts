import { refuse } from '../errors.js';
import { show } from '../schema.js';
import type { RuleArithmetic } from './arithmetic.js';
import { inletOf } from './names.js';

/** What a formula reads. */
export type Leaf =
  | { readonly kind: 'state'; readonly name: string }
  /** What arrived on a path: the sum of weight * what was last said under a key. */
  | { readonly kind: 'inlet'; readonly path: string; readonly key: string }
  /** What one synapse of a path last heard. */
  | { readonly kind: 'heard'; readonly path: string; readonly key: string }
  | { readonly kind: 'gate'; readonly key: string }
  | { readonly kind: 'own'; readonly name: 'bias' | 'stimulus' | 'target' | 'distance' }
  /** Noise of its own, by number. */
  | { readonly kind: 'noise'; readonly draw: number }
  /** A third factor that all are told. */
  | { readonly kind: 'factor'; readonly name: string }
  /** Of a synapse: its weight, and that of the forward synapse beside it. */
  | { readonly kind: 'weight' | 'mate'; readonly path: string };

export type Operation = 'add' | 'sub' | 'mul' | 'sign' | 'clip' | 'f' | 'df' | 'errorAt' | 'power';

/** What a formula computes. `owner` is the evaluation that it is of. */
export type Expression =
  | number
  | { readonly leaf: Leaf; readonly owner: object }
  | { readonly operation: Operation; readonly of: readonly Expression[]; readonly owner: object };

// A rule computes with what it cannot look at: a comparison would be a branch that is not seen.
const blind = {
  [Symbol.toPrimitive]: (): never =>
    refuse({
      where: 'Rule.formula',
      got: 'a value that is looked at',
      expected: 'arithmetic alone',
      hint: 'the operations that it is given',
    }),
};

export const leafOf = (owner: object, leaf: Leaf): Expression => ({ ...blind, leaf, owner });

export const operationOf = (
  owner: object,
  operation: Operation,
  ...of: readonly Expression[]
): Expression => ({ ...blind, operation, of, owner });

/** The arithmetic of rules on symbols. */
export const symbolic = (owner: object): RuleArithmetic<Expression> => ({
  add: (...terms) => operationOf(owner, 'add', ...terms),
  sub: (a, b) => operationOf(owner, 'sub', a, b),
  mul: (...factors) => operationOf(owner, 'mul', ...factors),
  sign: (a) => operationOf(owner, 'sign', a),
  clip: (a, low, high) => operationOf(owner, 'clip', a, low, high),
});

/**
 * Holds what a formula gave to what formulas give, in all its parts.
 * @throws {InputError} on a formula that forgets to return, or computes with what is no number
 */
export function requireExpression(rule: string, given: unknown, of = 'a formula that gives'): void {
  if (typeof given === 'object' && given !== null && ('leaf' in given || 'operation' in given)) {
    const { operation, of: parts = [] } = given as { operation?: Operation; of?: readonly unknown[] };
    for (const part of parts) requireExpression(rule, part, `a formula with ${operation} of`);
  } else if (typeof given !== 'number' || Number.isNaN(given)) {
    const expected = 'one that returns what it works out from numbers';
    refuse({ where: `rule ${rule}`, got: `${of} ${show(given)}`, expected });
  }
}

/** Every leaf of an expression, as often as it is there. */
export function leavesOf(expression: Expression): readonly Leaf[] {
  if (typeof expression === 'number') return [];
  return 'leaf' in expression ? [expression.leaf] : expression.of.flatMap(leavesOf);
}

/** Whether all of an expression is of one evaluation. */
export function isOf(expression: Expression, owner: object): boolean {
  if (typeof expression === 'number') return true;
  if (expression.owner !== owner) return false;
  return 'leaf' in expression || expression.of.every((part) => isOf(part, owner));
}

/** An expression as a text: `sub(apical.e, mul(precision, e))`. */
export function written(expression: Expression): string {
  if (typeof expression === 'number') return String(expression);
  if ('leaf' in expression) return nameOf(expression.leaf);
  return `${expression.operation}(${expression.of.map(written).join(', ')})`;
}

/** A leaf as it is called in tables. */
export function nameOf(leaf: Leaf): string {
  if (leaf.kind === 'state' || leaf.kind === 'own') return leaf.name;
  if (leaf.kind === 'noise') return `noise ${leaf.draw}`;
  if (leaf.kind === 'factor') return `signal ${leaf.name}`;
  if (leaf.kind === 'inlet') return `${inletOf(leaf.path)}.${leaf.key}`;
  if (leaf.kind === 'heard') return `heard ${leaf.path}.${leaf.key}`;
  return leaf.kind === 'gate' ? `gate(${leaf.key})` : `${leaf.kind} of ${leaf.path}`;
}
