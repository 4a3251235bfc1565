import { standardOptimiser } from '../../synapses/optimisers.js';
import type { Configuration } from '../configuration.js';
import type { Learning } from './network-section.js';

/** How the nodes of a run learn; backpropagation on tensors has no variant. */
export function learningOf(configuration: Configuration): Learning {
  const { rule, variant, ruleOptions, optimiser, clip, weightDecay, ...rates } = configuration;
  const own = optimiser ?? { name: standardOptimiser.name };
  const limits = {
    ...(clip !== undefined && { clip }),
    ...(weightDecay > 0 && { 'weight decay': weightDecay }),
  };
  return {
    rule,
    choices: ruleOptions ?? (rule === 'bp' ? {} : { ...variant }),
    optimiser: { ...own, ...limits },
    learningRate: rates.learningRate,
    nodeLearningRates: rates.nodeLearningRates,
  };
}
