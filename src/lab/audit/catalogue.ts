import { InputError } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { families } from '../../rules/families.js';
import { type Chosen, defaultsOf, type RuleOptions } from '../../rules/family.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { phased } from '../../sim/phased.js';
import { relaxationOf } from '../../sim/relaxation.js';
import type { PhasedRule, Rule } from '../../sim/rule.js';
import { arVariant } from '../../sim/rules/ar.js';
import { type RuleName, rules } from '../../sim/rules.js';
import { type Variant, variantChoices, variantOf } from '../../sim/variant.js';
import { type OptimiserFamily, optimiser } from '../../synapses/optimiser.js';
import { optimisers } from '../../synapses/optimisers.js';
import { auditNetwork, auditRelaxation, auditRule, type JudgedAudit } from './audit.js';
import { clipNormReadings, optimiserReadings } from './derived.js';
import { highest, type Reading } from './levels.js';

/** An audit with a name for tables. */
export type NamedAudit = JudgedAudit & {
  readonly name: string;
  /** Whose needs are in it, beside those of the rule. */
  readonly optimiser?: string;
  /** Gradients are clipped by their norm, whose needs are in it, too. */
  readonly clipNorm?: boolean;
  /** Why the network cannot have it: nothing was run. */
  readonly refused?: string;
};

/** What the papers leave when all that can be left out is: learned feedback and no derivatives. */
export const simplifiedVariant: Variant = variantOf({
  feedback: 'learned',
  derivative: 'none',
  updateDerivative: 'none',
});

/**
 * Audits the standard rule, every variant that differs from it in one choice, the fully simplified rule, other ways to
 * step and to speak, another loss, backpropagation, and rules in phases likewise; and what optimisers add.
 * @param network instead of the audit's own; its losses are then what they are
 * @param where what errors call the network
 */
export function auditAll(network?: Network, where = 'network'): NamedAudit[] {
  const { steps, stepSize } = auditRelaxation;
  const asynchronous = relaxationOf({ steps, stepSize, schedule: 'asynchronous' });
  const threshold = relaxationOf({ messages: 'threshold', quantum: 0.05 });
  const trajectory = relaxationOf({ duration: 5 });
  const row = (name: string, rule: Rule, relaxation = auditRelaxation): NamedAudit =>
    network
      ? orRefused(name, () => auditRule(rule, relaxation, network))
      : { ...auditRule(rule, relaxation), name };
  const simplified = arVariant(simplifiedVariant);
  return [
    ...singleVariants().map((variant) => {
      const rule = arVariant(variant);
      return row(rule.name, rule);
    }),
    row('ar, fully simplified', simplified),
    row('ar, asynchronous', rules.ar, asynchronous),
    row('ar, threshold messages', rules.ar, threshold),
    row('ar, trajectory messages', rules.ar, trajectory),
    row('ar, fully simplified, threshold', simplified, threshold),
    ...(network ? [] : [{ ...auditOfCrossEntropy(), name: 'ar, cross-entropy' }]),
    row('bp', rules.bp),
    ...inPhases().map(({ name, chosen, rule }) =>
      network
        ? orRefused(rule.name, () => {
            requireNodes(where, network, name, chosen);
            return auditRule(rule, auditRelaxation, network);
          })
        : row(rule.name, rule),
    ),
    ...optimisersThatNeed().map((one) => added(`optimiser ${one.name} adds`, optimiserReadings(one))),
    added('clipping by norm adds', clipNormReadings),
  ];
}

/** An audit, or why there is none: not every network has all rules and ways of speaking. */
export function orRefused(name: string, audit: () => JudgedAudit): NamedAudit {
  try {
    return { ...audit(), name };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...added(name, []), refused: error.message };
  }
}

const optimisersThatNeed = () =>
  Object.values<OptimiserFamily>(optimisers)
    .map((family) => optimiser(family))
    .filter((one) => optimiserReadings(one).length > 0);

/** What is added to the needs of any rule. */
function added(name: string, readings: readonly Reading[]): NamedAudit {
  return {
    ...{ name, rule: name, readings, level: highest(readings), asDeclared: null },
    ...{ formulas: [], findings: [], undeclared: [], unseen: [] },
  };
}

interface InPhases {
  readonly name: RuleName;
  readonly chosen: Chosen<RuleOptions>;
  readonly rule: PhasedRule;
}

/** Rules in phases, each as it is by default, and with what differs from that in one choice. */
function inPhases(): readonly InPhases[] {
  return Object.values(families).flatMap((family) => {
    const others = Object.entries(family.options).flatMap(([name, option]) => {
      if (option.kind !== 'choice') return [];
      const choices = option.choices.filter((choice) => choice !== option.default);
      return choices.map((choice) => ({ [name]: choice }));
    });
    return [{}, ...others].map((given) => {
      const chosen = { ...defaultsOf(family.options), ...given } as unknown as Chosen<RuleOptions>;
      return { name: family.name as RuleName, chosen, rule: phased(family, chosen) };
    });
  });
}

const auditOfCrossEntropy = () => auditRule(rules.ar, auditRelaxation, auditNetwork('cross-entropy'));

/** The standard variant, and all that differ from it in one choice. */
export function singleVariants(): Variant[] {
  const standard = variantOf({});
  const others = Object.entries(variantChoices).flatMap(([choice, names]) =>
    Object.keys(names)
      .filter((name) => name !== standard[choice as keyof Variant])
      .map((name) => variantOf({ [choice]: name })),
  );
  return [standard, ...others];
}
