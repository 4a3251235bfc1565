import type { LaidOutNode } from '../network/layout.js';
import type { Group } from '../rules/groups.js';
import type { Meant, Who } from '../rules/rule.js';

/** An input, or a node. */
export interface Role {
  readonly node: Pick<LaidOutNode, 'loss' | 'role' | 'name' | 'spec'> | undefined;
}

/** Who is meant by each word. */
const roles: Readonly<Record<Who, (unit: Role) => boolean>> = {
  all: () => true,
  input: ({ node }) => node === undefined,
  neuron: ({ node }) => node !== undefined,
  output: ({ node }) => node?.loss !== undefined,
  inner: ({ node }) => node !== undefined && node.loss === undefined,
  top: ({ node }) => node?.role === 'clamped',
  lower: ({ node }) => node !== undefined && node.role !== 'clamped',
};

/** Whether a statement, or a word, is meant for a node. */
export function isMeant(meant: Meant | Who, unit: Role): boolean {
  if (typeof meant === 'string') return roles[meant](unit);
  return roles[meant.who](unit) && (!meant.at || (unit.node !== undefined && meant.at(unit.node)));
}

/** The group of neurons that it is of. */
export function groupOf({ node }: Role): Group {
  if (node === undefined) return 'input';
  if (node.loss === undefined) return 'hidden';
  return node.role === 'clamped' ? 'top' : 'passing';
}
