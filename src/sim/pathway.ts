import type { Pathway } from '../network/parameters.js';
import type { Rule } from './rule.js';

/** What carries messages down under a rule, as far as parameters are concerned. */
export function pathwayOf(rule: Rule): Pathway {
  if (rule.kind !== 'relaxation') return { ownWeights: false, inputsRelax: false };
  return { ownWeights: rule.feedback.ownWeights, inputsRelax: rule.inputsRelax };
}
