import { type Degree, motionIn } from './dynamics.js';
import type { Expression, Leaf } from './expression.js';
import { type Group, groupsOf } from './groups.js';
import { type Quantity, quantityOf } from './quantities.js';
import type { Phase } from './rule.js';
import { allOf, type Shares, sharesOf, staying } from './shares.js';
import type { Traced } from './symbols.js';

/** What equations are made of. */
export interface Source {
  readonly phase: Phase;
  /** Of the whole rule. */
  readonly traced: readonly Traced[];
  readonly degrees: ReadonlyMap<Quantity, Degree>;
}

/** How the states of one group of neurons move in a phase that is linear, and what its formulas are made of. */
export class GroupEquations {
  /** dx/dt by state, all formulas together. */
  readonly velocities: ReadonlyMap<Quantity, Shares>;
  private readonly moved: ReadonlySet<Quantity>;
  /** States that follow in the talk. */
  private readonly follows = new Map<Quantity, Expression>();
  /** States that begin as numbers that are in the rule. */
  private readonly constants = new Map<Quantity, number>();

  constructor(
    private readonly source: Source,
    readonly group: Group,
  ) {
    const meant = ({ who }: Traced) => groupsOf[who].includes(group);
    const here = motionIn(source.traced, source.phase).filter(meant);
    const moves = here.filter(({ what }) => what.kind === 'move');
    this.moved = new Set(moves.map(({ what }) => quantityOf(what)!));
    for (const { what, part, expression } of here)
      if (what.kind === 'set' && part === 'talk') this.follows.set(quantityOf(what)!, expression);
    this.findConstants(source.traced.filter(meant));
    const velocities = new Map<Quantity, Shares>();
    for (const state of this.moved) {
      const formulas = moves.filter(({ what }) => quantityOf(what) === state);
      const [first, ...more] = formulas.map(({ expression }) => expression);
      const operation = 'add' as const;
      velocities.set(state, this.sharesOf({ operation, of: [first, 0, ...more], owner: {} }));
    }
    this.velocities = velocities;
  }

  /** What a formula is made of where states that follow are written out. */
  sharesOf(expression: Expression): Shares {
    return sharesOf(expression, (quantity, leaf) => this.known(quantity, leaf, new Set()));
  }

  private known(quantity: Quantity, leaf: Leaf, within: ReadonlySet<Quantity>): Shares | undefined {
    if (leaf.kind === 'inlet') return this.source.degrees.has(quantity) ? allOf(quantity) : undefined;
    if (leaf.kind !== 'state' || within.has(quantity)) return undefined;
    if (this.moved.has(quantity)) return allOf(quantity);
    const formula = this.follows.get(quantity);
    if (formula === undefined) return staying(this.constants.get(quantity));
    const inner = new Set([...within, quantity]);
    return sharesOf(formula, (name, of) => this.known(name, of, inner));
  }

  /** As the phase begins: what was set last, in the order of the rule. */
  private findConstants(traced: readonly Traced[]): void {
    for (const { phase, part, what, expression } of traced) {
      if (phase === this.source.phase && part !== 'begins') return;
      if (what.kind !== 'set' && what.kind !== 'move') continue;
      const quantity = quantityOf(what)!;
      if (what.kind === 'set' && typeof expression === 'number') this.constants.set(quantity, expression);
      else this.constants.delete(quantity);
    }
  }
}
