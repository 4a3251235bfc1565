import type { Network } from '../../network/network.js';
import { families } from '../../rules/families.js';
import type { Chosen, RuleOptions } from '../../rules/family.js';
import { phased } from '../../sim/phased.js';
import { relaxationOf } from '../../sim/relaxation.js';
import type { PhasedRule } from '../../sim/rule.js';
import { arVariant } from '../../sim/rules/ar.js';
import { rules } from '../../sim/rules.js';
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
 */
export function auditAll(network?: Network): NamedAudit[] {
  const { steps, stepSize } = auditRelaxation;
  const asynchronous = relaxationOf({ steps, stepSize, schedule: 'asynchronous' });
  const threshold = relaxationOf({ messages: 'threshold', quantum: 0.05 });
  const trajectory = relaxationOf({ duration: 5 });
  const named = (name: string, audit: JudgedAudit): NamedAudit => ({ ...audit, name });
  return [
    ...singleVariants().map((variant) => {
      const rule = arVariant(variant);
      return named(rule.name, auditRule(rule, auditRelaxation, network));
    }),
    named('ar, fully simplified', auditRule(arVariant(simplifiedVariant), auditRelaxation, network)),
    named('ar, asynchronous', auditRule(rules.ar, asynchronous, network)),
    named('ar, threshold messages', auditRule(rules.ar, threshold, network)),
    named('ar, trajectory messages', auditRule(rules.ar, trajectory, network)),
    named('ar, fully simplified, threshold', auditRule(arVariant(simplifiedVariant), threshold, network)),
    ...(network ? [] : [named('ar, cross-entropy', auditOfCrossEntropy())]),
    named('bp', auditRule(rules.bp, auditRelaxation, network)),
    ...inPhases().map((rule) => named(rule.name, auditRule(rule, auditRelaxation, network))),
    ...optimisersThatNeed().map((one) => added(`optimiser ${one.name} adds`, optimiserReadings(one))),
    added('clipping by norm adds', clipNormReadings),
  ];
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

/** Rules in phases, each as it is by default, and with what differs from that in one choice. */
function inPhases(): readonly PhasedRule[] {
  return Object.values(families).flatMap((family) => {
    const others = Object.entries(family.options).flatMap(([name, option]) => {
      if (option.kind !== 'choice') return [];
      const choices = option.choices.filter((choice) => choice !== option.default);
      return choices.map((choice) => ({ [name]: choice }));
    });
    return [{}, ...others].map((chosen) => phased(family, chosen as unknown as Partial<Chosen<RuleOptions>>));
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
