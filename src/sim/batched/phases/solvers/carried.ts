import type { Coefficients } from '../../../closed-form/coefficients.js';
import type { LinearPhase } from '../linear-phase.js';
import type { Unit } from '../medium.js';
import { putOff } from '../put-off.js';
import type { Stage } from '../stage.js';

/** A vector [batch, units] and what it stands for: a state or source `degree` moving nodes away. */
interface Term<T> {
  readonly kind: keyof Pick<Coefficients, 'initial' | 'source'>;
  readonly degree: number;
  readonly vector: T;
}

/** What a node knows of all that it hears of. */
export interface Carried<T> {
  readonly terms: readonly Term<T>[];
  /** Combinations for nodes `shift` further on (0: itself) of vectors that were not carried on; not everybody asks for his. */
  readonly combined: readonly (() => T)[];
}

/**
 * What a node that moves carries, from what those carry whom it hears.
 * @param after nodes that take time on the longest way on: so many more combinations are asked of this node
 * @param coefficients undefined to carry every vector on and combine nothing
 */
export function carriedBy<T>(
  stage: Stage<T>,
  linear: LinearPhase<T>,
  unit: Unit,
  all: Readonly<Record<string, Carried<T>>>,
  after: number,
  coefficients: Coefficients | undefined,
): Carried<T> {
  const { m, medium } = stage;
  const terms: Term<T>[] = [];
  // A relay is one with what it hears.
  const own = stage.passesOn(unit) ? 0 : 1;
  const start = own === 0 ? 0 : linear.state(unit);
  if (start !== 0) terms.push({ kind: 'initial', degree: 0, vector: medium.full(start, unit.size) });
  const source = linear.source(unit);
  if (source !== 0) terms.push({ kind: 'source', degree: own, vector: medium.full(source, unit.size) });
  const combined: (() => T)[] = [];
  for (const { from, constant, pass } of linear.links(unit)) {
    if (constant !== undefined) addTerm(m, terms, { kind: 'source', degree: own, vector: constant });
    if (!linear.moves(from)) continue;
    const over = all[from.name];
    const wanted = after + 1;
    const carryOn = !coefficients || (over.combined.length === 0 && over.terms.length <= wanted);
    if (carryOn) {
      for (const { kind, degree, vector } of over.terms) {
        addTerm(m, terms, { kind, degree: degree + own, vector: pass(vector) });
      }
    } else {
      for (let shift = 0; shift < wanted; shift++) {
        const vector = () => pass(seenFrom({ m, medium }, from, over, shift + own, coefficients));
        const before = combined[shift];
        combined[shift] = putOff(before ? () => m.add(before(), vector()) : vector);
      }
    }
  }
  return { terms, combined };
}

/** Sum of a node's terms, as seen from `shift` moving nodes further on. */
export function seenFrom<T>(
  { m, medium }: Pick<Stage<T>, 'm' | 'medium'>,
  { size }: Unit,
  { terms, combined }: Carried<T>,
  shift: number,
  coefficients: Coefficients,
): T {
  const parts = terms
    .map(({ kind, degree, vector }) => ({ weight: coefficients[kind][degree + shift], vector }))
    .filter(({ weight }) => weight !== 0)
    .map(({ weight, vector }) => m.affine(vector, weight, 0));
  if (shift < combined.length) parts.push(combined[shift]());
  return parts.length === 0 ? medium.full(0, size) : m.sum(parts);
}

function addTerm<T>(m: Stage<T>['m'], terms: Term<T>[], term: Term<T>): void {
  const i = terms.findIndex(({ kind, degree }) => kind === term.kind && degree === term.degree);
  if (i < 0) terms.push(term);
  else terms[i] = { ...term, vector: m.add(terms[i].vector, term.vector) };
}
