import type { Change } from '../../../synapses/phases/weights.js';
import { rateOf } from '../../rates.js';
import { followingOf, type UpdateRates } from '../following.js';

/** How a parameter changes over `tau` of time, by a gradient added up over `samples`. */
export function changeOf(parameter: string, rates: UpdateRates, tau: number, samples: number): Change {
  const { weightDecay = 0 } = rates;
  const rate = rateOf(parameter, rates) * tau;
  return {
    rate: rate / samples,
    shrink: parameter.endsWith('.bias') ? 0 : rate * weightDecay,
    following: followingOf(parameter, rates, samples),
  };
}
