import type { Afferents } from '../../neurons/phases/population.js';
import type { Place } from '../../rules/choice.js';
import type { Weights } from './weights.js';

/** Biases of neurons of which several have the same number. */
export class TiledBias {
  readonly values: Float64Array;

  constructor(
    private readonly weights: Weights,
    size: number,
  ) {
    this.values = new Float64Array(size);
    this.remake();
  }

  /** Numbers have changed. */
  remake(): void {
    const { values, weights } = this;
    const { length } = weights.values;
    for (let unit = 0; unit < values.length; unit++) values[unit] = weights.values[unit % length];
  }
}

/**
 * Biases as synapses that always hear 1; they do not read themselves. A neuron's bias is told nothing: it is its own, or where
 * there are fewer numbers than neurons, that at its place modulo their number.
 */
export const biasSynapses = (weights: Weights, of?: Place): Afferents => ({
  fan: 0,
  of,
  learn: ({ own }, factors, units) => {
    if (own) return;
    const gradient = weights.touch();
    const { length } = gradient;
    if (length === factors.length) for (const unit of units) gradient[unit] += factors[unit];
    else for (const unit of units) gradient[unit % length] += factors[unit];
  },
});
