import { type Degree, degreeBetweenKinks, relevantTo } from './dynamics.js';
import { type Expression, type Leaf, leavesOf } from './expression.js';
import { type Group, groupsOf, sendersOf } from './groups.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Rule } from './rule.js';
import type { Traced } from './symbols.js';

/** How often a slope that moves is a factor of a value; 2: more than once, or not as a factor. */
export type Bend = 0 | 1 | 2;

/** Slopes f' at what moves, of a phase that is linear as long as they stay. */
export class Slopes {
  /** Of states that follow. */
  private readonly bends = new Map<Quantity, Bend>();
  /** What is said of what moves, and drives other states: not only their slopes. */
  readonly drives: ReadonlySet<Quantity>;

  /** @param here formulas of the moves and the talk @param relevant those by which anything moves */
  constructor(
    private readonly rule: Rule,
    here: readonly Traced[],
    readonly relevant: readonly Traced[],
    private readonly degrees: ReadonlyMap<Quantity, Degree>,
  ) {
    const follow = here.filter(({ what }) => what.kind === 'set');
    for (let changed = true; changed; ) changed = follow.map((one) => this.raise(one)).includes(true);
    const driving = relevantTo(here, leavesOutside).filter(({ what }) => what.kind === 'say');
    this.drives = new Set(driving.map(({ what }) => quantityOf(what)!));
  }

  /** Any slope moves by which anything moves. */
  get any(): boolean {
    return this.relevant.some((one) => this.bendOf(one) > 0);
  }

  bendOf({ expression }: Traced): Bend {
    return this.bendIn(expression);
  }

  /** What slopes of an expression that move are taken at. */
  argumentsIn(expression: Expression): readonly Expression[] {
    if (typeof expression === 'number' || 'leaf' in expression) return [];
    const { operation, of } = expression;
    const inner = of.flatMap((part) => this.argumentsIn(part));
    return operation === 'df' && degreeBetweenKinks(of[0], this.degrees) > 0 ? [of[0], ...inner] : inner;
  }

  /** What arrives, of what moves, where a group takes its slopes. */
  arrivingAt(group: Group): readonly Quantity[] {
    const meant = this.relevant.filter(({ who }) => groupsOf[who].includes(group));
    const leaves = meant.flatMap(({ expression }) => this.argumentsIn(expression)).flatMap(leavesOf);
    const arriving = leaves.filter((leaf) => leaf.kind === 'inlet').map((leaf) => quantityRead(leaf)!);
    return [...new Set(arriving)].filter((quantity) => (this.degrees.get(quantity) ?? 0) > 0);
  }

  /** Groups that say it, and it moves. @param moves whether a formula moves where a group works it out */
  sendersOf(quantity: Quantity, moves: (group: Group, expression: Expression) => boolean): readonly Group[] {
    const said = this.relevant.filter(({ what }) => what.kind === 'say' && quantityOf(what) === quantity);
    return said.flatMap(({ what, who, expression }) => {
      const senders = what.kind === 'say' ? sendersOf[this.rule.paths[what.path].way] : [];
      return groupsOf[who].filter((group) => senders.includes(group) && moves(group, expression));
    });
  }

  private raise({ what, expression }: Traced): boolean {
    const quantity = quantityOf(what)!;
    const bend = this.bendIn(expression);
    if (bend <= (this.bends.get(quantity) ?? 0)) return false;
    this.bends.set(quantity, bend);
    return true;
  }

  private bendIn(expression: Expression): Bend {
    if (typeof expression === 'number') return 0;
    if ('leaf' in expression) return this.bends.get(quantityRead(expression.leaf) ?? '') ?? 0;
    const { operation, of } = expression;
    const each = of.map((part) => this.bendIn(part));
    const most = Math.max(...each) as Bend;
    if (operation === 'add' || operation === 'sub') return most;
    if (operation === 'mul')
      return Math.min(
        2,
        each.reduce<number>((sum, bend) => sum + bend, 0),
      ) as Bend;
    if (most > 0) return 2;
    return operation === 'df' && degreeBetweenKinks(of[0], this.degrees) > 0 ? 1 : 0;
  }
}

/** All that an expression reads, but for slopes: what they are taken at, and gates. */
function leavesOutside(expression: Expression): readonly Leaf[] {
  if (typeof expression === 'number') return [];
  if ('leaf' in expression) return expression.leaf.kind === 'gate' ? [] : [expression.leaf];
  return expression.operation === 'df' ? [] : expression.of.flatMap(leavesOutside);
}
