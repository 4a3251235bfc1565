import type { Afferents } from '../../neurons/phases/population.js';
import type { Weights } from './weights.js';

/** Biases as synapses that always hear 1; they do not read themselves. A neuron's bias is told nothing: it is its own. */
export const biasSynapses = (weights: Weights): Afferents => ({
  fan: 0,
  learn: ({ own }, factors, units) => {
    if (own) return;
    const gradient = weights.touch();
    for (const unit of units) gradient[unit] += factors[unit];
  },
});
