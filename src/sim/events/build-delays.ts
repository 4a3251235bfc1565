import { nearest, refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Drawn } from '../drawn.js';
import type { Delay, Delays } from './delays.js';
import { type DistanceOptions, distanceDelay } from './distance-delay.js';
import { randomDelay } from './random-delay.js';

/** Delays of the synapses into a node: one for all, from a distribution, or by distance; in tau. */
export type DelaySpec = number | Drawn | { readonly distance: DistanceOptions };

/**
 * Makes the delays of a network from how they are said, by the name of the node that the synapses end at.
 * @param seed of those that are random
 * @throws {InputError} on a node that is not there, or delays that cannot be
 */
export function buildDelays(network: Network, specs: Readonly<Record<string, DelaySpec>>, seed = 1): Delays {
  const { nodes } = layOut(network);
  const known = nodes.map(({ name }) => name);
  const entries = Object.entries(specs).map(([name, spec]): [string, Delay] => {
    const node = nodes.find((one) => one.name === name);
    if (!node) {
      const expected = `a node: ${known.join(', ')}`;
      return refuse({ where: 'delays', got: JSON.stringify(name), expected, hint: nearest(name, known) });
    }
    if (typeof spec === 'number') return [name, spec];
    if (!isDistance(spec)) return [name, randomDelay(name, spec, seed)];
    const sizes = node.parents.map(({ size }) => size);
    return [name, distanceDelay(name, node.size, sizes, spec.distance)];
  });
  return Object.fromEntries(entries);
}

const isDistance = (spec: Exclude<DelaySpec, number>): spec is { readonly distance: DistanceOptions } =>
  'distance' in spec;
