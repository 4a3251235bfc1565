import type { Coefficients } from '../../closed-form/coefficients.js';
import type { Device } from '../device.js';
import type { Problem, RelaxationNode } from '../solver.js';

/** A vector [batch, units] and what it stands for: a state or source `degree` relaxing nodes above. */
interface Term<T> {
  readonly kind: keyof Pick<Coefficients, 'initial' | 'source'>;
  readonly degree: number;
  readonly vector: T;
}

/** What a node knows of everything above it. */
export interface Carried<T> {
  readonly terms: readonly Term<T>[];
  /** Combinations for nodes `shift` levels below (0: itself) of vectors that were not carried on. */
  readonly combined: readonly T[];
}

/**
 * What a node carries, from what its children carry.
 * @param below relaxing nodes on the longest way down: so many more combinations are asked of this node
 * @param coefficients undefined to carry every vector on and combine nothing
 */
export function carriedBy<T>(
  problem: Problem<T>,
  node: RelaxationNode,
  all: Readonly<Record<string, Carried<T>>>,
  below: number,
  coefficients: Coefficients | undefined,
): Carried<T> {
  const { m, sweep, error } = problem;
  const { name } = node;
  if (node.role === 'clamped')
    return { terms: [{ kind: 'source', degree: 0, vector: error[name] }], combined: [] };
  const terms: Term<T>[] = [];
  if (problem.relaxation.initial === 'forward') {
    terms.push({ kind: 'initial', degree: 0, vector: sweep.activity[name] });
  }
  if (node.loss) terms.push({ kind: 'source', degree: 1, vector: error[name] });
  const combined: T[] = [];
  for (const child of node.children) {
    const over = all[child.name];
    const wanted = below + 1;
    const carryOn = !coefficients || (over.combined.length === 0 && over.terms.length <= wanted);
    if (carryOn) {
      for (const { kind, degree, vector } of over.terms) {
        addTerm(m, terms, { kind, degree: degree + 1, vector: pass(problem, child, vector) });
      }
    } else {
      for (let shift = 0; shift < wanted; shift++) {
        const vector = pass(problem, child, seenFrom(m, over, shift + 1, coefficients));
        combined[shift] = shift in combined ? m.add(combined[shift], vector) : vector;
      }
    }
  }
  return { terms, combined };
}

/** Sum of a node's terms, as seen from `shift` relaxing nodes below it. */
export function seenFrom<T>(
  m: Device<T>,
  { terms, combined }: Carried<T>,
  shift: number,
  coefficients: Coefficients,
): T {
  const parts = terms
    .map(({ kind, degree, vector }) => ({ weight: coefficients[kind][degree + shift], vector }))
    .filter(({ weight }) => weight !== 0)
    .map(({ weight, vector }) => m.affine(vector, weight, 0));
  if (shift < combined.length) parts.push(combined[shift]);
  if (parts.length === 0) return m.affine(terms[0].vector, 0, 0);
  return parts.reduce((sum, part) => m.add(sum, part));
}

// Through the child's synapses.
function pass<T>(
  { m, rule, sweep, projections }: Problem<T>,
  { name, parent }: RelaxationNode['children'][number],
  activity: T,
): T {
  const slope = sweep.slope[name];
  // Linear: the current slope is not asked for.
  return projections[name].feedback(
    parent,
    rule.neuron.feedback(m, { activity, slope, currentSlope: slope }),
  );
}

function addTerm<T>(m: Device<T>, terms: Term<T>[], term: Term<T>): void {
  const i = terms.findIndex(({ kind, degree }) => kind === term.kind && degree === term.degree);
  if (i < 0) terms.push(term);
  else terms[i] = { ...term, vector: m.add(terms[i].vector, term.vector) };
}
