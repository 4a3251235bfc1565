import { type Equation, equationOf, isEquation } from './equation.js';
import type { Expression, Leaf } from './expression.js';
import { type Group, groupsOf } from './groups.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Phase, Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/** What is known of a node whatever is presented. */
export interface Known {
  /** The largest |f'|. */
  readonly steepest: number;
  /** How many projections lead from it to the nearest output. */
  readonly distance: number;
}

/** By quantity that moves, the most of it, in magnitude, that can be in a value. */
export type Magnitudes = ReadonlyMap<Quantity, number>;

const none: Magnitudes = new Map();

/**
 * How much of what moves can at most be in what the neurons of a node compute, in a phase that moves by an equation: every factor
 * that stays is taken at its largest. Infinity where a factor has no bound.
 */
export class NodeMagnitudes {
  /** Formulas of these neurons, of the whole rule. */
  private readonly own: readonly Traced[];
  private readonly moved: ReadonlySet<Quantity>;

  constructor(
    rule: Rule,
    private readonly phase: Phase,
    group: Group,
    private readonly known: Known,
  ) {
    this.own = trace(rule).filter(({ who }) => groupsOf[who].includes(group));
    const equation = equationOf(rule, phase);
    this.carried = isEquation(equation) ? equation.carried : new Set();
    this.moved = new Set(this.inPhase('moves').flatMap(({ what }) => quantityOf(what) ?? []));
  }

  private readonly carried: Equation['carried'];

  /** States of these neurons that move. */
  get moving(): readonly Quantity[] {
    return [...this.moved];
  }

  /** The formulas of dx/dt. */
  motion(state: Quantity): readonly Traced[] {
    return this.inPhase('moves').filter(({ what }) => quantityOf(what) === state);
  }

  /** Of dx/dt. */
  velocity(state: Quantity): Magnitudes {
    return this.motion(state)
      .map(({ expression }) => this.of(expression))
      .reduce(sum, none);
  }

  /** Of what they say, each message with the formula of its value. */
  get said(): readonly { readonly formula: Traced; readonly of: Magnitudes }[] {
    const said = this.inPhase('talk').filter(({ what }) => this.carried.has(quantityOf(what) ?? ''));
    return said
      .filter(({ what }) => what.kind === 'say')
      .map((formula) => ({ formula, of: this.of(formula.expression) }));
  }

  private inPhase(part: Traced['part']): readonly Traced[] {
    return this.own.filter((one) => one.phase === this.phase && one.part === part);
  }

  /** An expression that is linear in what moves. */
  private of(expression: Expression): Magnitudes {
    if (typeof expression === 'number') return none;
    if ('leaf' in expression) return this.ofLeaf(expression.leaf);
    const { operation, of } = expression;
    const each = of.map((part) => this.of(part));
    if (operation === 'add' || operation === 'sub') return each.reduce(sum, none);
    const moving = each.findIndex(({ size }) => size > 0);
    if (operation !== 'mul' || moving < 0) return none;
    const factor = of
      .filter((_, i) => i !== moving)
      .map((part) => this.bound(part))
      .reduce(times, 1);
    return new Map([...each[moving]].map(([quantity, most]) => [quantity, times(most, factor)]));
  }

  private ofLeaf(leaf: Leaf): Magnitudes {
    const quantity = quantityRead(leaf);
    if (quantity === undefined) return none;
    const moves = leaf.kind === 'inlet' ? this.carried.has(quantity) : this.moved.has(quantity);
    if (leaf.kind !== 'gate' && moves) return new Map([[quantity, 1]]);
    const follows = this.inPhase('talk').filter(({ what }) => quantityOf(what) === quantity);
    return leaf.kind === 'state'
      ? follows.map(({ expression }) => this.of(expression)).reduce(larger, none)
      : none;
  }

  /** The largest magnitude of a value that stays. */
  private bound(expression: Expression, within: ReadonlySet<Quantity> = new Set()): number {
    if (typeof expression === 'number') return Math.abs(expression);
    if ('leaf' in expression) return this.boundOfLeaf(expression.leaf, within);
    const { operation, of } = expression;
    const parts = () => of.map((part) => this.bound(part, within));
    if (operation === 'mul') return parts().reduce(times, 1);
    if (operation === 'add' || operation === 'sub') return parts().reduce((a, b) => a + b, 0);
    if (operation === 'df') return this.known.steepest;
    if (operation === 'sign') return 1;
    if (operation === 'clip') return Math.max(...parts().slice(1));
    return operation === 'power' ? parts()[0] ** this.known.distance : Infinity;
  }

  /** A state is what it is set to, anywhere in the rule. */
  private boundOfLeaf(leaf: Leaf, within: ReadonlySet<Quantity>): number {
    if (leaf.kind === 'gate') return 1;
    const quantity = quantityRead(leaf);
    if (leaf.kind !== 'state' || quantity === undefined || within.has(quantity)) return Infinity;
    const written = this.own.filter(({ what }) => quantityOf(what) === quantity);
    if (written.some(({ what }) => what.kind === 'move')) return Infinity;
    const inner = new Set([...within, quantity]);
    return Math.max(0, ...written.map(({ expression }) => this.bound(expression, inner)));
  }
}

/** Of a factor of 0 nothing is left. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

const merged =
  (combine: (a: number, b: number) => number) =>
  (a: Magnitudes, b: Magnitudes): Magnitudes => {
    const all = new Map(a);
    for (const [quantity, most] of b) all.set(quantity, combine(all.get(quantity) ?? 0, most));
    return all;
  };
const sum = merged((a, b) => a + b);
const larger = merged(Math.max);
