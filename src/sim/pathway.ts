import type { Pathway } from '../network/parameters.js';
import type { Path } from '../rules/rule.js';
import type { Rule } from './rule.js';

/** What carries messages down under a rule, as far as parameters are concerned. */
export function pathwayOf(rule: Rule): Pathway {
  if (rule.kind === 'backpropagation') return { ownWeights: false, inputsRelax: false };
  if (rule.kind === 'phases') return pathwayOfPaths(Object.values(rule.rule.paths));
  return { ownWeights: rule.feedback.ownWeights, inputsRelax: rule.inputsRelax };
}

const pathwayOfPaths = (paths: readonly Path[]): Pathway => {
  const down = paths.find(({ way, weights }) => way === 'down' && weights !== undefined);
  return {
    ownWeights: down !== undefined,
    inputsRelax: down?.inputs ?? false,
    directWeights: paths.some(({ way }) => way === 'direct'),
  };
};
