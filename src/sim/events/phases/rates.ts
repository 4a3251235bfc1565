import type { Change } from '../../../synapses/phases/weights.js';
import { rateOf } from '../../rates.js';
import { followingOf, type UpdateRates } from '../following.js';
import type { PhasedCircuit } from './circuit.js';
import type { Teaching } from './script.js';

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

/** Weights of a circuit descend what they have added up over `tau` of time and a sample. @param summed how far is added up */
export function descend(circuit: PhasedCircuit, rates: UpdateRates, tau: number, summed?: boolean): void {
  for (const [name, weights] of circuit.weights) weights.descend(changeOf(name, rates, tau, 1), summed);
  circuit.remake();
}

/** The same of weights that move during a phase, by what they have added up in so many tau, or by a trace of it. */
export function adapt(
  circuit: PhasedCircuit,
  rates: UpdateRates,
  tau: number,
  step: Teaching,
  summed?: boolean,
): void {
  const { lowpass } = step;
  if (lowpass !== undefined)
    for (const weights of circuit.weights.values()) weights.lowpass(lowpass.trace, tau / lowpass.tau);
  descend(circuit, rates, tau, summed);
}
