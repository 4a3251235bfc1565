import { refuse } from '../errors.js';
import { adding, type Remove } from '../registry.js';
import { families } from '../rules/families.js';
import { type Chosen, defaultsOf, type RuleFamily, type RuleOptions } from '../rules/family.js';
import { requireOptions, requireRule } from '../rules/rule-shape.js';
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

const addFamily = adding<RuleFamily>(
  'rules',
  families,
  { name: 'string', summary: 'string', source: 'string', options: 'object', of: 'function' },
  (family, name) => {
    const where = `rules.${name}`;
    requireOptions(where, family.options);
    for (const chosen of singleChoices(family.options)) {
      requireRule(where, family.of(chosen));
      phased(family, chosen);
    }
  },
);
const addPhased = adding<Rule>('rules', rules, { name: 'string', rule: 'object' }, (_, name) => {
  // Commands call all of them by this.
  if (name === 'all') refuse({ where: 'rules', got: `the name "all"`, expected: 'the name of one rule' });
});

/** What a rule is by default, and with each choice that it leaves in turn. */
function singleChoices(options: RuleOptions): readonly Chosen<RuleOptions>[] {
  const defaults = defaultsOf(options);
  const others = Object.entries(options).flatMap(([name, option]) => {
    const values = option.kind === 'choice' ? option.choices : option.kind === 'flag' ? [true] : [];
    return values
      .filter((value) => value !== option.default)
      .map((value) => ({ ...defaults, [name]: value }));
  });
  return [defaults, ...others] as readonly Chosen<RuleOptions>[];
}

/**
 * Adds a rule in phases at run time. @throws {InputError} on a name that is taken or malformed, and on a rule with a formula
 * or message that is refused, or that is not what rules are
 */
export function addRule<O extends RuleOptions>(name: string, family: RuleFamily<O>): Remove {
  const removeFamily = addFamily(name, family as unknown as RuleFamily);
  try {
    const remove = addPhased(name, phased(family));
    return () => {
      remove();
      removeFamily();
    };
  } catch (error) {
    removeFamily();
    throw error;
  }
}

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
