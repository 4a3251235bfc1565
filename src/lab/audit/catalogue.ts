import type { Network } from '../../network/network.js';
import { relaxationOf } from '../../sim/relaxation.js';
import { arVariant } from '../../sim/rules/ar.js';
import { rules } from '../../sim/rules.js';
import { type Variant, variantChoices, variantOf } from '../../sim/variant.js';
import { auditNetwork, auditRelaxation, auditRule, type JudgedAudit } from './audit.js';

/** An audit with a name for tables. */
export type NamedAudit = JudgedAudit & { readonly name: string };

/** What the papers leave when all that can be left out is: learned feedback and no derivatives. */
export const simplifiedVariant: Variant = variantOf({
  feedback: 'learned',
  derivative: 'none',
  updateDerivative: 'none',
});

/**
 * Audits the standard rule, every variant that differs from it in one choice, the fully simplified rule, other ways to
 * step and to speak, another loss, and backpropagation.
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
  ];
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
