import { isNeuron } from '../messages/ports.js';
import type { Connection } from './synapse-set.js';

/**
 * By how much what a neuron says downward comes back to it at once in the drive of its pre-activation: sum of w w_down
 * over its own synapses in a block that have no delay, from neurons that relax.
 */
export function loopGain({ sources, weights, down, lag, wires }: Connection, post: number): number {
  if (wires || !sources.every(isNeuron)) return 0;
  const from = post * sources.length;
  let sum = 0;
  for (let i = from; i < from + sources.length; i++) {
    if ((typeof lag === 'number' ? lag : lag[i]) === 0) sum += weights[i] * down.weights[i];
  }
  return sum;
}
