import { layOut } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { Drawn } from '../../drawn.js';
import type { Delay, Delays } from './delays.js';
import { type DistanceOptions, distanceDelay } from './distance-delay.js';
import { nodeNamed } from './node-named.js';
import { randomDelay } from './random-delay.js';

/** Delays of the synapses into a node: one for all, from a distribution, or by distance; in tau. */
export type DelaySpec = number | Drawn | { readonly distance: DistanceOptions };

/**
 * Makes the delays of a network from how they are said, by the name of the node that the synapses end at.
 * @param seed of those that are random
 * @throws {InputError} on a node that is not there, or delays that cannot be
 */
export function buildDelays(network: Network, specs: Readonly<Record<string, DelaySpec>>, seed = 1): Delays {
  const layout = layOut(network);
  const entries = Object.entries(specs).map(([name, spec]): [string, Delay] => {
    const { size, parents } = nodeNamed(layout, 'delays', name);
    if (typeof spec === 'number') return [name, spec];
    if (!isDistance(spec)) return [name, randomDelay(name, spec, seed)];
    const sizes = parents.map((parent) => parent.size);
    return [name, distanceDelay(name, size, sizes, spec.distance)];
  });
  return Object.fromEntries(entries);
}

const isDistance = (spec: Exclude<DelaySpec, number>): spec is { readonly distance: DistanceOptions } =>
  typeof spec.distance === 'object';
