import { feedbackName, type OwnWeights } from '../../network/feedback-weights.js';
import { type Layout, parameterName } from '../../network/layout.js';
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
  const entries = nodes.map((node) => {
    const { name, owner } = node;
    const named = Object.keys(node.parameters).map((key) => [key, parameters[parameterName(owner, key)]]);
    const feedback =
      own === true || (own !== false && own(node)) ? parameters[feedbackName(owner)] : undefined;
    const of = node.projection(m, Object.fromEntries(named), feedback);
    return [name, m.watched?.(node, of, { ...Object.fromEntries(named), feedback }) ?? of] as const;
  });
  return Object.fromEntries(entries);
}
