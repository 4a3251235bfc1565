import { directName, feedbackName } from '../../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import { type Carrier, carrierAt, type Rule } from '../../../rules/rule.js';
import type { Device } from '../device.js';
import { type ByName, type Projections, projectionsOf } from '../projections.js';
import { plainOn } from './value.js';

/** The synapses of a network on a device, with the parameters of the moment. */
export interface Synapses<T> {
  /** Forward weights, and with them what comes down over those. */
  readonly forward: Projections<T>;
  /** By path that leads down: what carries the messages of each node. */
  readonly down: Readonly<Record<string, Projections<T>>>;
  /** NODE.direct [units, outputs], by node, where there are any. */
  readonly direct: Readonly<ByName<T>>;
}

/** All synapses with these parameters. */
export function synapsesOf<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  { paths }: Rule,
): Synapses<T> {
  const forward = projectionsOf(m, layout, parameters);
  const over = carriersOf(m, layout, parameters, forward);
  const direct = layout.nodes.flatMap(({ name }) => {
    const tensor = parameters[directName(name)];
    return tensor === undefined ? [] : [[name, tensor] as const];
  });
  return {
    forward,
    down: Object.fromEntries(
      Object.entries(paths).flatMap(([name, path]) => {
        if (path.way !== 'down') return [];
        return [[name, byNode(layout, (node) => over(carrierAt(path, node)))]];
      }),
    ),
    direct: Object.fromEntries(direct),
  };
}

/** Of every node, its synapses among those of all. */
function byNode<T>({ nodes }: Layout, of: (node: LaidOutNode) => Projections<T>): Projections<T> {
  return Object.fromEntries(nodes.map((node) => [node.name, of(node)[node.name]]));
}

/** What messages go down over, each kind made once. */
function carriersOf<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  forward: Projections<T>,
): (carrier: Carrier) => Projections<T> {
  const made = new Map<Carrier['ofMate'], Projections<T>>();
  const fed = layout.nodes.some(({ owner }) => feedbackName(owner) in parameters);
  let own: Projections<T> | undefined;
  return ({ weights, ofMate }) => {
    if (ofMate) {
      const known = made.get(ofMate) ?? madeProjections(m, layout, parameters, forward, ofMate);
      made.set(ofMate, known);
      return known;
    }
    if (weights === undefined || !fed) return forward;
    own ??= projectionsOf(m, layout, parameters, true);
    return own;
  };
}

function madeProjections<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  forward: Projections<T>,
  ofMate: NonNullable<Carrier['ofMate']>,
): Projections<T> {
  const values = plainOn(m);
  const made = layout.nodes
    .filter(({ name, owner, feedback }) => feedback && name === owner)
    .map(({ name }) => {
      const mates = forward[name].turned(parameters[parameterName(name, 'weight')]);
      const weights = ofMate<T | number>(values, mates);
      return [
        feedbackName(name),
        typeof weights === 'number' ? m.affine(mates, 0, weights) : weights,
      ] as const;
    });
  return projectionsOf(m, layout, { ...parameters, ...Object.fromEntries(made) }, true);
}
