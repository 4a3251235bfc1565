import { type Expression, leavesOf } from './expression.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Path, Phase, Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/** How what moves in a phase with steps moves. */
export interface Dynamics {
  /** dx/dt is of degree one in all that moves. */
  readonly linear: boolean;
  /** The ways in which values that move travel between neurons. */
  readonly ways: readonly Path['way'][];
  /**
   * It is linear, with coefficients that stay, and moving values travel one way: since no way leads in a circle, the
   * coupling between neurons is nilpotent.
   */
  readonly closedForm: boolean;
}

/** Degree of a value in what moves; 2: more than one, or not a polynomial. */
export type Degree = 0 | 1 | 2;

/**
 * What moves in a phase, found from its formulas. Activations and losses count as not linear, whatever those of a network
 * are; ports of a neuron are added.
 */
export function dynamicsOf(rule: Rule, phase: Phase): Dynamics {
  const here = motionIn(trace(rule), phase);
  const relevant = relevantTo(here);
  const degrees = degreesOf(relevant);
  const adapts = here.some(({ what }) => what.kind === 'adapt');
  const linear = !adapts && relevant.every(({ expression }) => degreeOf(expression, degrees) < 2);
  const moving = relevant.flatMap(({ what }) =>
    what.kind === 'say' && degrees.has(quantityOf(what)!) ? [rule.paths[what.path].way] : [],
  );
  const ways = [...new Set(moving)];
  const steady = relevant.every(({ signals, hides }) => signals.size === 0 && !hides);
  return { linear, ways, closedForm: linear && steady && ways.length < 2 };
}

/** What is evaluated again and again while a phase goes on. */
export const motionIn = (traced: readonly Traced[], phase: Phase): readonly Traced[] =>
  traced.filter((one) => one.phase === phase && (one.part === 'moves' || one.part === 'talk'));

/** Statements that move, and all that they depend on. @param read what counts of what a formula reads */
export function relevantTo(here: readonly Traced[], read = leavesOf): readonly Traced[] {
  const moving = here.filter(({ what }) => what.kind === 'move');
  const wanted = new Set<Quantity | undefined>(moving.map(({ what }) => quantityOf(what)));
  wanted.delete(undefined);
  const isWanted = ({ what }: Traced) => wanted.has(quantityOf(what) ?? '');
  for (let size = -1; size < wanted.size; ) {
    size = wanted.size;
    for (const { expression } of here.filter(isWanted))
      for (const leaf of read(expression)) wanted.add(quantityRead(leaf) ?? 'none');
  }
  return here.filter(isWanted);
}

/** Degrees of states and of what is said: the least that all statements allow. */
export function degreesOf(
  relevant: readonly Traced[],
  degreeIn: (expression: Expression, degrees: ReadonlyMap<Quantity, Degree>) => Degree = degreeOf,
): ReadonlyMap<Quantity, Degree> {
  const degrees = new Map<Quantity, Degree>();
  const raise = ({ what }: Traced, degree: Degree): boolean => {
    const quantity = quantityOf(what)!;
    if (degree <= (degrees.get(quantity) ?? 0)) return false;
    degrees.set(quantity, degree);
    return true;
  };
  for (const one of relevant) if (one.what.kind === 'move') raise(one, 1);
  const follow = relevant.filter(({ what }) => what.kind !== 'move');
  for (let changed = true; changed; ) {
    changed = follow.map((one) => raise(one, degreeIn(one.expression, degrees))).includes(true);
  }
  return degrees;
}

/** Of an expression, in what moves. */
export const degreeOf = (expression: Expression, degrees: ReadonlyMap<Quantity, Degree>): Degree =>
  degreeWhere(expression, degrees, false);

/** The same where a slope f' at what moves is one number: as between two kinks of an activation. Ports are added. */
export const degreeBetweenKinks = (expression: Expression, degrees: ReadonlyMap<Quantity, Degree>): Degree =>
  degreeWhere(expression, degrees, true);

function degreeWhere(
  expression: Expression,
  degrees: ReadonlyMap<Quantity, Degree>,
  slopesStay: boolean,
): Degree {
  if (typeof expression === 'number') return 0;
  if ('leaf' in expression) {
    const { leaf } = expression;
    // Noise is another number at every step.
    if (leaf.kind === 'noise') return 2;
    return slopesStay && leaf.kind === 'gate' ? 0 : (degrees.get(quantityRead(leaf) ?? 'none') ?? 0);
  }
  const { operation, of } = expression;
  const each = of.map((part) => degreeWhere(part, degrees, slopesStay));
  if (operation === 'add' || operation === 'sub') return Math.max(...each) as Degree;
  if (operation === 'mul')
    return Math.min(
      2,
      each.reduce<number>((sum, degree) => sum + degree, 0),
    ) as Degree;
  if (operation === 'df' && slopesStay) return each[0] === 2 ? 2 : 0;
  return each.some((degree) => degree > 0) ? 2 : 0;
}
