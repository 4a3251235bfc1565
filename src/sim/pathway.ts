import type { OwnWeights } from '../network/feedback-weights.js';
import type { Pathway } from '../network/parameters.js';
import { carrierAt, type Path } from '../rules/rule.js';
import type { Rule } from './rule.js';

/** What carries messages down under a rule, as far as parameters are concerned. */
export function pathwayOf(rule: Rule): Pathway {
  if (rule.kind === 'backpropagation') return { ownWeights: false, inputsRelax: false };
  if (rule.kind === 'phases') return pathwayOfPaths(Object.values(rule.rule.paths));
  const { feedbacks, inputsRelax } = rule;
  if (feedbacks.all.length === 1) return { ownWeights: rule.feedback.ownWeights, inputsRelax };
  return { ownWeights: (bundle) => feedbacks.at(bundle).ownWeights, inputsRelax };
}

const pathwayOfPaths = (paths: readonly Path[]): Pathway => {
  const down = paths.find(({ way, weights, by }) => way === 'down' && (weights !== undefined || by));
  return {
    ownWeights: ownIn(down),
    inputsRelax: down?.inputs ?? false,
    directWeights: paths.some(({ way }) => way === 'direct'),
  };
};

/** Whether messages on a path go over weights of their own. */
export function ownIn(path: Path | undefined): OwnWeights {
  if (!path?.by) return path?.weights !== undefined;
  return (bundle) => carrierAt(path, bundle).weights !== undefined;
}
