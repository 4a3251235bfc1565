import type { Expression } from './expression.js';
import type { Obstacle } from './obstacle.js';
import { textOf } from './obstacle.js';
import type { Formula, Meant, Phase, Rule } from './rule.js';
import { expressionsIn, type Traced, trace } from './symbols.js';

/** A slope towards ports that a value has in it: of what has come up under a key, or as it was when a state was set. */
export type Gate =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'state'; readonly name: string };

/** Of an expression that is not linear in one slope. */
type Odd = 'odd';

const found = new WeakMap<Rule, ReadonlySet<string>>();

/** The slope that a formula has in it; undefined of one that has none, or is not linear in it. */
export function gatesIn(rule: Rule): (formula: Formula, phase: Phase) => Gate | undefined {
  const expressionOf = expressionsIn(rule);
  const states = gatedStates(rule);
  return (formula, phase) => {
    const expression = expressionOf(formula, phase);
    const gate = expression === undefined ? undefined : gateOf(expression, states);
    return gate === 'odd' ? undefined : gate;
  };
}

/**
 * What keeps neurons from telling each port its own: a formula that is not linear in a slope towards ports, a state that moves
 * by one, or a message that has one and goes to others than those at ports.
 * @param concerns whether anybody with ports is meant
 */
export function gateObstacle(rule: Rule, concerns: (meant: Meant) => boolean): Obstacle | undefined {
  const states = gatedStates(rule);
  for (const one of trace(rule)) {
    if (!concerns(one)) continue;
    const gate = gateOf(one.expression, states);
    if (gate === 'odd')
      return { got: textOf(one), expected: 'gate to be multiplied by, once: neurons have several ports' };
    if (gate && !mayHave(rule, one))
      return {
        got: textOf(one),
        expected: 'gate in states that are set, in messages down and in what is learned',
      };
  }
  return undefined;
}

function mayHave({ paths }: Rule, { what }: Traced): boolean {
  if (what.kind === 'say') return paths[what.path].way === 'down';
  if (what.kind === 'learn' || what.kind === 'adapt') return paths[what.path].way === 'up';
  return what.kind === 'set';
}

/** States that have a slope towards ports in them. */
export function gatedStates(rule: Rule): ReadonlySet<string> {
  const known = found.get(rule);
  if (known) return known;
  const states = new Set<string>();
  for (let size = -1; size < states.size; ) {
    size = states.size;
    for (const { what, expression } of trace(rule))
      if ('state' in what && gateOf(expression, states) !== undefined) states.add(what.state);
  }
  found.set(rule, states);
  return states;
}

function gateOf(expression: Expression, states: ReadonlySet<string>): Gate | Odd | undefined {
  if (typeof expression === 'number') return undefined;
  if ('leaf' in expression) {
    const { leaf } = expression;
    if (leaf.kind === 'gate') return { kind: 'key', name: leaf.key };
    return leaf.kind === 'state' && states.has(leaf.name) ? { kind: 'state', name: leaf.name } : undefined;
  }
  const { operation, of } = expression;
  const each = of.map((part) => gateOf(part, states));
  const gates = each.filter((gate) => gate !== undefined);
  const [first] = gates;
  if (first === undefined || first === 'odd') return first;
  if (operation === 'mul') return gates.length === 1 ? first : 'odd';
  if (operation !== 'add' && operation !== 'sub') return 'odd';
  // Nothing is nothing towards any port.
  const all = of.every((part, k) => part === 0 || same(each[k], first));
  return all ? first : 'odd';
}

const same = (a: Gate | Odd | undefined, b: Gate): boolean =>
  a !== undefined && a !== 'odd' && a.kind === b.kind && a.name === b.name;
