import { ar } from '../../../src/rules/ar.js';
import type { ArNames } from '../../../src/rules/ar-terms.js';
import { defaultsOf } from '../../../src/rules/family.js';
import { needsOf } from '../../../src/rules/needs.js';
import type { Formula, Rule, Statement, Term } from '../../../src/rules/rule.js';
import type { PhasedRule } from '../../../src/sim/rule.js';

const standard = ar.of({ ...defaultsOf(ar.options), steps: 10, stepSize: 0.5 });

/** Every statement of a rule, made anew. */
export function changed(rule: Rule, change: (statement: Statement) => Statement): Rule {
  const all = (list: readonly Statement[] = []) => list.map(change);
  const phases = rule.phases.map((phase) => ({
    ...phase,
    ...{ begins: all(phase.begins), talk: all(phase.talk), moves: all(phase.moves), ends: all(phase.ends) },
  }));
  return { ...rule, phases };
}

const named = (rule: Rule, needs = needsOf(rule)): PhasedRule => ({
  kind: 'phases',
  name: 'a cheat',
  rule,
  needs,
});

/** Activation Relaxation that says something else downward. @param needs what it says of itself */
export function saying(formula: Formula<ArNames>, needs?: PhasedRule['needs']): PhasedRule {
  const rule = changed(standard, (one) =>
    one.kind === 'say' && one.path === 'down'
      ? ({ ...one, values: { x: formula } } as unknown as Statement)
      : one,
  );
  return named(rule, needs);
}

/** Activation Relaxation that learns by another term. */
export function learningBy(term: Term<ArNames, 'up'>): PhasedRule {
  const rule = changed(standard, (one) =>
    one.kind === 'learn' ? ({ ...one, terms: { up: [term] } } as unknown as Statement) : one,
  );
  return named(rule);
}

/** What honest Activation Relaxation says. */
export const honest: Formula<ArNames> = (m, n) => m.mul(n.x, n.slope);

/** A value as the engine's own object or number, whatever the types say. */
export const bare = <T>(value: T) => value as unknown as number;
