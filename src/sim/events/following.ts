import type { Following } from '../../synapses/following.js';
import { standardOptimiser } from '../../synapses/optimisers.js';
import { isPlain } from '../optimising.js';
import { rateOf } from '../rates.js';
import type { LearningRates } from '../simulator.js';

/** Rates, and which update it is, the first being 1. */
export interface UpdateRates extends LearningRates {
  readonly update?: number;
}

/** How a parameter follows gradients that were added up over `samples`; undefined where it just goes down them. */
export function followingOf(parameter: string, rates: UpdateRates, samples: number): Following | undefined {
  if (isPlain(rates)) return undefined;
  const { weightDecay = 0, update = 1 } = rates;
  return {
    optimiser: rates.optimiser ?? standardOptimiser,
    clip: rates.clip,
    rate: rateOf(parameter, rates),
    decay: parameter.endsWith('.bias') ? 0 : weightDecay,
    samples,
    update,
  };
}
