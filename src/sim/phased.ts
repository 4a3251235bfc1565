import type { Chosen, RuleFamily, RuleOptions } from '../rules/family.js';
import { defaultsOf } from '../rules/family.js';
import { requireLawful } from '../rules/laws.js';
import { needsOf } from '../rules/needs.js';
import type { PhasedRule, RelaxationRule, Steps } from './rule.js';

/**
 * A rule of a family, for an engine: with what is chosen, the rest as it is by default.
 * @throws {InputError} on a rule with a message that reads the path that it is said on
 */
export function phased<O extends RuleOptions>(
  family: RuleFamily<O>,
  chosen: Partial<Chosen<O>> = {},
): PhasedRule {
  const defaults = defaultsOf(family.options);
  const all = { ...defaults, ...chosen };
  const differing = Object.keys(all).filter((name) => all[name] !== defaults[name]);
  const name = [family.name, ...differing.map((option) => `${option} ${all[option]}`)].join(', ');
  const rule = family.of(all);
  requireLawful(rule);
  return { kind: 'phases', name, rule, needs: needsOf(rule) };
}

/** A rule whose steps are settings of a relaxation, as it is with these. */
export function stepping(rule: RelaxationRule, steps: Steps): PhasedRule {
  const { rule: phases } = rule.inPhases(steps);
  return {
    kind: 'phases',
    name: rule.name,
    rule: phases,
    get needs() {
      return needsOf(phases);
    },
  };
}
