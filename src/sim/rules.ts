import { refuse } from '../errors.js';
import { families } from '../rules/families.js';
import { phased } from './phased.js';
import type { PhasedRule, Rule } from './rule.js';
import { ar } from './rules/ar.js';
import { bp } from './rules/bp.js';
import { type Variant, variantName } from './variant.js';

/** Rules in phases, as they are by default. */
const inPhases = Object.fromEntries(
  Object.entries(families).map(([name, family]) => [name, phased(family)]),
) as Readonly<Record<keyof typeof families, PhasedRule>>;

/** Every rule by name; those in phases are listed in `rules/families.ts`. */
export const rules = { ar, bp, ...inPhases } as const;

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/**
 * A rule in a variant of it.
 * @param known the rules by name
 * @throws {InputError} on a variant of a rule that has none
 */
export function ruleOf(
  name: RuleName,
  variant: Variant,
  where = 'variant',
  known: Readonly<Record<RuleName, Rule>> = rules,
): Rule {
  const rule = known[name];
  if (rule.kind === 'relaxation' && rule.of) return rule.of(variant);
  const choices = variantName(variant);
  if (!choices) return rule;
  return refuse({
    where,
    got: `${choices} with rule ${name}`,
    expected: 'none: only rule ar has variants',
    hint: 'rule ar',
  });
}
