import type { Command } from 'commander';
import { choose, refuse } from '../../errors.js';
import {
  allPresentations,
  type NamedPresentation,
  phasedPresentation,
} from '../../lab/named-presentations.js';
import { phased } from '../../sim/phased.js';
import type { RelaxationRule } from '../../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../../sim/rule-options.js';
import { arVariant } from '../../sim/rules/ar.js';
import { rules } from '../../sim/rules.js';
import { refuseKept, requireSupport } from '../../sim/support.js';
import { askedFor, refuseIdleOptions } from '../idle-options.js';
import { relaxationFrom } from '../relaxation-options.js';
import { ruleOptionNeeds, splitOptions } from '../rule-options.js';
import { variantFrom } from '../variant-options.js';
import { type AgreeOptions, agreeNeeds } from './options.js';

/** What is to be compared. @throws {InputError} on options that have no meaning */
export function chosenBy(options: AgreeOptions, command: Command): readonly NamedPresentation[] {
  choose('--rule', rules, options.rule);
  const { others } = splitOptions(options.rule, options);
  const typed = askedFor(command).filter((name) => name in others);
  refuseIdleOptions({ ...ruleOptionNeeds(), ...agreeNeeds }, typed, { ...options });
  for (const engine of ['batched', 'events'] as const)
    requireSupport('--rule', { rule: options.rule, engine, command: 'agree' });
  const own = ownOf(options, command);
  if (own) {
    const rule = phased(own.family, own.chosen);
    refuseKept('--rule', rule);
    return [phasedPresentation(rule)];
  }
  return relaxations(options, arVariant(variantFrom(options)));
}

/** The family of a rule in phases, and what is chosen of its options. */
export function ownOf(options: AgreeOptions, command: Command) {
  const family = familyOf(options.rule);
  if (!family) return undefined;
  const { own = {} } = splitOptions(options.rule, options);
  const typed = askedFor(command);
  const asked = Object.fromEntries(Object.entries(own).filter(([name]) => typed.includes(name)));
  return { family, chosen: ruleOptionsOf(family, asked, 'agree') };
}

function relaxations(options: AgreeOptions, rule: RelaxationRule): readonly NamedPresentation[] {
  const relaxation = relaxationFrom({ ...options, seed: undefined });
  const chosen = allPresentations(relaxation, rule).filter(
    (presentation) =>
      (!options.solver || presentation.relaxation.solver === options.solver) &&
      (!options.schedule || presentation.relaxation.schedule === options.schedule),
  );
  if (chosen.length > 0) return chosen;
  return refuse({
    where: 'agree',
    got: 'options that no presentation on both engines has',
    expected: 'a solver, schedule or duration that both have under this rule',
  });
}
