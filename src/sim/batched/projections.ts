import type { Bundle } from '../../network/bundles.js';
import type { OwnWeights } from '../../network/feedback-weights.js';
import type { LaidOutNode, Layout } from '../../network/layout.js';
import type { Projection } from '../../network/node-type.js';
import type { Device } from './device.js';

/** A tensor per node or input, by name. */
export type ByName<T> = Record<string, T>;

/** The node's synapses as whole-layer operations, by node. */
export type Projections<T> = Readonly<Record<string, Projection<T>>>;

/** Every node's synapses with these parameters; feedback goes over weights of its own where asked to, and where there are any. */
export function projectionsOf<T>(
  m: Device<T>,
  { nodes }: Layout,
  parameters: Readonly<ByName<T>>,
  own: OwnWeights = false,
): Projections<T> {
  const down = (bundle: Bundle): T | undefined =>
    own === true || (own !== false && own(bundle)) ? parameters[bundle.feedbackName] : undefined;
  return Object.fromEntries(nodes.map((node) => [node.name, projectionOf(m, node, parameters, down)]));
}

/** A node's synapses with these parameters. @param down weights of their own that what goes down goes over, where there are any */
export function projectionOf<T>(
  m: Device<T>,
  node: LaidOutNode,
  parameters: Readonly<ByName<T>>,
  down: (bundle: Bundle) => T | undefined,
): Projection<T> {
  const entries = Object.keys(node.parameters).map((key) => [key, parameters[node.called(key)]]);
  const named: Readonly<Record<string, T>> = Object.fromEntries(entries);
  const feedback: Readonly<Record<string, T | undefined>> = Object.fromEntries(
    node.bundles.map((one) => [one.key, down(one)]),
  );
  const { weight, ...others } = feedback;
  const of = node.projection(m, named, weight, others);
  return m.watcher?.projection(node, of, { named, feedback }) ?? of;
}
