import { type Expression, type Leaf, leafOf, operationOf } from './expression.js';
import { known } from './known.js';
import { inletOf, keysOf, statesOf } from './names.js';
import type { Names, Own, Rule, Signals } from './rule.js';

/** The names that a rule's formulas may read. */
export interface Vocabulary {
  readonly rule: string;
  readonly states: readonly string[];
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly factors: readonly string[];
}

/** The names of a rule: its states and factors, and what is said on each path. */
export function namesOf(rule: Rule): Vocabulary {
  const keys = Object.keys(rule.paths).map((path) => [path, keysOf(rule, path)] as const);
  return {
    rule: rule.name,
    states: statesOf(rule),
    keys: Object.fromEntries(keys),
    factors: rule.factors ?? [],
  };
}

/** What a neuron knows, as symbols of one owner. What the rule's names do not have is refused. */
export function ownOf(names: Vocabulary, owner: object): Own<Expression, Names> {
  const { rule, states, keys } = names;
  const leaf = (of: Leaf) => leafOf(owner, of);
  const own = (name: 'bias' | 'stimulus' | 'target' | 'distance') => leaf({ kind: 'own', name });
  const factors = known(rule, 'factor', names.factors, (name) => leaf({ kind: 'factor', name }));
  const inlets = Object.entries(keys).map(([path, list]) => {
    const inlet = known(rule, inletOf(path), list, (key) => leaf({ kind: 'inlet', path, key }));
    return [inletOf(path), inlet] as const;
  });
  const given: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(inlets),
    in: (key: string) => operationOf(owner, 'add', leaf({ kind: 'inlet', path: 'up', key }), own('bias')),
    gate: (key: string) => leaf({ kind: 'gate', key }),
    f: (a: Expression) => operationOf(owner, 'f', a),
    df: (a: Expression) => operationOf(owner, 'df', a),
    errorAt: (activity: Expression) => operationOf(owner, 'errorAt', activity, own('target')),
    factor: (name: string) => factors[name],
    noise: (_: Signals, draw = 1) => leaf({ kind: 'noise', draw }),
    byDistance: (factor: number) => operationOf(owner, 'power', factor, own('distance')),
    ...{ bias: own('bias'), stimulus: own('stimulus'), target: own('target') },
  };
  const view = known(rule, 'neuron', [...states, ...Object.keys(given)], (name) =>
    states.includes(name) ? leaf({ kind: 'state', name }) : given[name],
  );
  return view as unknown as Own<Expression, Names>;
}
