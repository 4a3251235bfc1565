import { directName } from '../../network/feedback-weights.js';
import type { Layout } from '../../network/layout.js';
import type { Device } from './device.js';
import type { ByName } from './projections.js';

/** Synapses that lead to a node directly from all outputs, NODE.direct [units, outputs], as whole-layer operations. */
export interface DirectSynapses<T> {
  /** What outputs say comes to W concat(said). @param said [batch, units] of each output, in the order of the layout */
  current(said: readonly T[]): T;
  /** Sums of pre x post over the batch, [units, outputs]. */
  products(said: readonly T[], post: T): T;
}

/** Of every node that has any. */
export function directOf<T>(
  m: Device<T>,
  { nodes, outputs }: Layout,
  parameters: Readonly<ByName<T>>,
): Readonly<Record<string, DirectSynapses<T>>> {
  const entries = nodes.flatMap((node) => {
    const weight = parameters[directName(node.name)];
    if (weight === undefined) return [];
    const of: DirectSynapses<T> = {
      current: (said) => m.matMulTransposed(m.concat(said), weight),
      products: (said, post) => m.transposedMatMul(post, m.concat(said)),
    };
    return [[node.name, m.watcher?.direct(node, outputs, of, weight) ?? of] as const];
  });
  return Object.fromEntries(entries);
}
