import { choose, refuse } from '../errors.js';
import { layOut } from '../network/layout.js';
import type { Network } from '../network/network.js';
import type { Chosen, RuleOptions } from '../rules/family.js';
import { requirePlaces } from '../sim/choice-places.js';
import { phasesOf } from '../sim/events/live/phases-of.js';
import { type WayName, ways } from '../sim/events/live/ways.js';
import type { Needs } from '../sim/needs.js';
import { requireNodes } from '../sim/odd-nodes.js';
import { phased } from '../sim/phased.js';
import { relaxationOf } from '../sim/relaxation.js';
import type { Rule } from '../sim/rule.js';
import { familyOf, ruleOptionsOf } from '../sim/rule-options.js';
import { type RuleName, ruleOf, rules } from '../sim/rules.js';
import { requireSupport } from '../sim/support.js';
import { given } from './arguments.js';
import { refuseIdleOptions } from './idle-options.js';
import { refuseIdleSteps, ruleOptionNeeds, splitOptions } from './rule-options.js';
import { choicesIn, type VariantOptions, variantFrom } from './variant-options.js';

interface StreamRuleOptions extends VariantOptions {
  readonly rule: RuleName;
  readonly way: WayName;
}

/** The rule that a stream is asked for, and what makes sure that a network can have it. */
export interface StreamRule {
  readonly rule: Rule;
  /** Of a rule in phases: all of its options. */
  readonly ruleOptions?: Chosen<RuleOptions> | undefined;
  /** Of activation relaxation: the choices that were made. */
  readonly variant?: VariantOptions | undefined;
  requireFor(network: Network, file: string): void;
}

/**
 * @param options typed, stored or by default
 * @param asked those that were typed
 * @param needed what the other options of the command need
 * @param stored options of the rule that a configuration file has
 * @throws {InputError} on a rule that its way of living cannot run, and on options that change nothing
 */
export function streamRuleFrom(
  options: StreamRuleOptions,
  asked: readonly string[],
  needed: Needs,
  stored: Readonly<Record<string, unknown>> = {},
): StreamRule {
  const { rule: name, way } = options;
  choose('--rule', rules, name);
  const { own, others } = splitOptions(name, options);
  refuseIdleOptions(
    { ...ruleOptionNeeds(), ...needed },
    asked.filter((one) => one in others),
    { ...options },
  );
  const family = familyOf(name);
  if (!family) requireSupport('--rule', { rule: name, engine: 'events', command: 'stream' });
  const chosen = Object.fromEntries(Object.entries(own ?? {}).filter(([one]) => asked.includes(one)));
  const all = family && ruleOptionsOf(family, { ...stored, ...chosen }, 'stream');
  const rule = family ? phased(family, all) : ruleOf(name, variantFrom(options), '--rule');
  if (family && rule.kind === 'phases') refuseIdleSteps(family, chosen, rule, relaxationOf({ duration: 1 }));
  requireWay(rule, way);
  const requireFor = (network: Network, file: string) => {
    requireNodes(file, network, name, all);
    requirePlaces(layOut(network), rule);
  };
  const variant = family ? undefined : given(choicesIn(options));
  return { rule, ruleOptions: all, variant, requireFor };
}

function requireWay(rule: Rule, way: WayName): void {
  const found = ways[way].obstacle?.(phasesOf(rule));
  if (!found) return;
  const other = Object.values(ways).find(({ obstacle }) => obstacle && !obstacle(phasesOf(rule)));
  const { got, expected } = found;
  refuse({
    where: '--rule',
    got: `${rule.name} with --way ${way}: ${got}`,
    expected,
    hint: other && `--way ${other.name}`,
  });
}
