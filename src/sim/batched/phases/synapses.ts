import type { Bundle } from '../../../network/bundles.js';
import type { LaidOutNode, Layout } from '../../../network/layout.js';
import type { Projection } from '../../../network/node-type.js';
import { type Carrier, carrierAt, type Rule } from '../../../rules/rule.js';
import type { Device } from '../device.js';
import { type DirectSynapses, directOf } from '../direct.js';
import { type ByName, type Projections, projectionOf, projectionsOf } from '../projections.js';
import { plainOn } from './value.js';

/** The synapses of a network on a device, with the parameters of the moment. */
export interface Synapses<T> {
  /** Forward weights, and with them what comes down over those. */
  readonly forward: Projections<T>;
  /** By path that leads down: what carries the messages of each node. */
  readonly down: Readonly<Record<string, Projections<T>>>;
  /** Those that lead directly from the outputs, by node, where there are any. */
  readonly direct: Readonly<Record<string, DirectSynapses<T>>>;
}

/** All synapses with these parameters. */
export function synapsesOf<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  { paths }: Rule,
): Synapses<T> {
  const forward = projectionsOf(m, layout, parameters);
  const over = carriersOf(m, parameters, forward);
  return {
    forward,
    down: Object.fromEntries(
      Object.entries(paths).flatMap(([name, path]) => {
        if (path.way !== 'down') return [];
        return [[name, byNode(layout, (node) => over(node, (bundle) => carrierAt(path, bundle)))]];
      }),
    ),
    direct: directOf(m, layout, parameters),
  };
}

/** Of every node, its synapses. */
const byNode = <T>({ nodes }: Layout, of: (node: LaidOutNode) => Projection<T>): Projections<T> =>
  Object.fromEntries(nodes.map((node) => [node.name, of(node)]));

/** What messages of a node go down over; weights that are made of others are made once. */
function carriersOf<T>(
  m: Device<T>,
  parameters: Readonly<ByName<T>>,
  forward: Projections<T>,
): (node: LaidOutNode, carrier: (bundle: Bundle) => Carrier) => Projection<T> {
  const values = plainOn(m);
  const made = new Map<NonNullable<Carrier['ofMate']>, Map<string, T>>();
  const make = (ofMate: NonNullable<Carrier['ofMate']>, { name, key, weight }: Bundle): T => {
    const all = made.get(ofMate) ?? new Map<string, T>();
    made.set(ofMate, all);
    const known = all.get(weight);
    if (known !== undefined) return known;
    const mates = forward[name].turned(parameters[weight], key);
    const weights = ofMate<T | number>(values, mates);
    const one = typeof weights === 'number' ? m.affine(mates, 0, weights) : weights;
    all.set(weight, one);
    return one;
  };
  return (node, carrier) => {
    const down = (bundle: Bundle): T | undefined => {
      const { weights, ofMate } = carrier(bundle);
      if (ofMate) return bundle.feedback && make(ofMate, bundle);
      return weights === undefined ? undefined : parameters[bundle.feedbackName];
    };
    // Where nothing goes down over weights of its own, what goes up and what comes down have the same synapses.
    const own = new Map(node.bundles.map((bundle) => [bundle.key, down(bundle)]));
    if ([...own.values()].every((one) => one === undefined)) return forward[node.name];
    return projectionOf(m, node, parameters, ({ key }) => own.get(key));
  };
}
