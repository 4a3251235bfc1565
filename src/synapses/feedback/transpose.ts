import type { FeedbackPathway } from '../feedback.js';

/** The weight that carries activity up also carries feedback down: W^T, as in backpropagation (weight transport). */
export const transpose: FeedbackPathway = {
  name: 'transpose',
  reads: 'weight of the forward synapse',
  ownWeights: false,
  learns: false,
};
