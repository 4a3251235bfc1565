import type { RuleArithmetic } from '../../rules/arithmetic.js';
import type { Expression, Leaf, Operation } from '../../rules/expression.js';
import { inletOf } from '../../rules/names.js';
import type { Formula, Names, Own, Phase, Rule, Statement, Term } from '../../rules/rule.js';
import { type Traced, trace } from '../../rules/symbols.js';

/**
 * A rule made again from what its formulas are on symbols: it reads what they say, and nothing else. What is told by a
 * signal is left as it was.
 */
export function byEquations(rule: Rule): Rule {
  const traced = trace(rule).values();
  const all = (list: readonly Statement[] = []) => list.map((one) => statementOf(one, traced));
  const phases = rule.phases.map((phase): Phase => {
    const [begins, talk] = [all(phase.begins), all(phase.talk)];
    return { ...phase, begins, talk, moves: all(phase.moves), ends: all(phase.ends) };
  });
  return { ...rule, phases };
}

// In the order in which they are traced.
function statementOf(statement: Statement, traced: Iterator<Traced>): Statement {
  const next = (): Traced => traced.next().value as Traced;
  if (statement.kind === 'learn' || statement.kind === 'adapt') {
    const terms = Object.entries(statement.terms).map(([path, list = []]) => [
      path,
      list.map((term) => termOf(term, next())),
    ]);
    return { ...statement, terms: Object.fromEntries(terms) };
  }
  const { values } = statement as Exclude<Statement, { readonly terms: unknown }>;
  const entries = Object.entries(values).map(([name, formula]) => {
    const { expression, signals } = next();
    return [name, signals.size > 0 ? formula : formulaOf(expression)];
  });
  return { ...statement, values: Object.fromEntries(entries) } as Statement;
}

function termOf(term: Term<Names, string>, { expression, signals }: Traced): Term<Names, string> {
  if (signals.size > 0) return term;
  // gain * pre * post * own
  const [, pre, post, own] = (expression as { readonly of: readonly Expression[] }).of;
  return {
    ...term,
    ...(term.pre && { pre: (m, heard) => worked(pre, m, ({ key }) => heard[key!]) }),
    ...(term.post && { post: formulaOf(post) }),
    ...(term.own && {
      own: (m, weight, mate) => worked(own, m, ({ kind }) => (kind === 'weight' ? weight : mate)),
    }),
  };
}

const formulaOf =
  (expression: Expression): Formula =>
  (m, neuron) =>
    worked(expression, m, (leaf) => readBy(neuron, leaf), neuron);

/** A leaf, whatever its kind. */
type AnyLeaf = {
  readonly kind: Leaf['kind'];
  readonly name?: string;
  readonly path?: string;
  readonly key?: string;
};

function readBy<T>(neuron: Own<T, Names>, { kind, name, path, key }: AnyLeaf): T | number {
  if (kind === 'gate') return neuron.gate(key!);
  if (kind === 'factor') return neuron.factor(name as never);
  // It is in the power that it is read for.
  if (kind === 'own' && name === 'distance') return 0;
  const own = neuron as unknown as Readonly<Record<string, T & Readonly<Record<string, T>>>>;
  return kind === 'inlet' ? own[inletOf(path!)][key!] : own[name!];
}

function worked<T>(
  expression: Expression,
  m: RuleArithmetic<T>,
  read: (leaf: AnyLeaf) => T | number,
  neuron?: Own<T, Names>,
): T | number {
  if (typeof expression === 'number') return expression;
  if ('leaf' in expression) return read(expression.leaf);
  const { operation, of } = expression;
  const values = of.map((part) => worked(part, m, read, neuron));
  return apply(operation, values, m, neuron);
}

function apply<T>(
  operation: Operation,
  values: readonly (T | number)[],
  m: RuleArithmetic<T>,
  neuron: Own<T, Names> | undefined,
): T | number {
  const [a, b, ...more] = values;
  switch (operation) {
    case 'add':
    case 'mul':
      return m[operation](a, b, ...more);
    case 'sub':
      return m.sub(a, b);
    case 'sign':
      return m.sign(a);
    case 'clip':
      return m.clip(a, b as number, more[0] as number);
    case 'f':
    case 'df':
    case 'errorAt':
      return neuron![operation](a);
    case 'power':
      return neuron!.byDistance(a as number);
  }
}
