import type { RelaxationNode } from '../solver.js';

/** Longest chains of relaxing nodes through each node. */
export interface ChainLengths {
  /** Relaxing nodes on the longest way up, the node included. */
  readonly above: Readonly<Record<string, number>>;
  /** Relaxing nodes on the longest way down, the node not included. */
  readonly below: Readonly<Record<string, number>>;
}

/** Counts relaxing nodes along the longest ways through each node. */
export function chainLengths(nodes: readonly RelaxationNode[]): ChainLengths {
  const moves = new Map(nodes.map(({ name, role }) => [name, role === 'relaxing' ? 1 : 0]));
  const above: Record<string, number> = {};
  for (const node of [...nodes].reverse()) {
    const over = Math.max(0, ...node.children.map(({ name }) => above[name]));
    above[node.name] = over + moves.get(node.name)!;
  }
  const below: Record<string, number> = {};
  for (const node of nodes) {
    const under = node.parents.filter(({ name }) => moves.get(name));
    below[node.name] = Math.max(0, ...under.map(({ name }) => below[name] + 1));
  }
  return { above, below };
}
