import type { LaidOutNode, Layout } from './layout.js';
import { parameterName } from './parameter-name.js';

/** The nodes that relax on the longest way from an output down to a node, that node included: news take so many steps at least. */
export function relaxingDepths({ nodes }: Pick<Layout, 'nodes'>): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { name, role, children } of [...nodes].reverse()) {
    const above = children.map((child) => depths.get(child.name) ?? 0);
    depths.set(name, Math.max(0, ...above) + (role === 'relaxing' ? 1 : 0));
  }
  return new Map([...depths].reverse());
}

/** The longest of them. */
export const relaxingDepth = (layout: Pick<Layout, 'nodes'>): number =>
  Math.max(0, ...relaxingDepths(layout).values());

/** How many synapses end at a node, and how many numbers its parameters have. */
export function countsOf(node: LaidOutNode): { readonly synapses: number; readonly parameters: number } {
  const synapses = node.synapses().reduce((sum, { posts, pres, connections }) => {
    return sum + (connections.kind === 'list' ? connections.pres.length : posts * pres);
  }, 0);
  const own = Object.entries(node.parameters).filter(
    ([key]) => node.called(key) === parameterName(node.name, key),
  );
  const parameters = own.reduce(
    (sum, [, { shape }]) => sum + shape.reduce((product, n) => product * n, 1),
    0,
  );
  return { synapses, parameters };
}
