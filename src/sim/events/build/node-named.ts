import { nearest, refuse } from '../../../errors.js';
import type { LaidOutNode, Layout } from '../../../network/layout.js';
import { listed } from '../../../schema.js';

/** The node of a name. @throws {InputError} if there is none, with the nearest one */
export function nodeNamed({ nodes }: Pick<Layout, 'nodes'>, where: string, name: string): LaidOutNode {
  const node = nodes.find((one) => one.name === name);
  if (node) return node;
  const known = nodes.map((one) => one.name);
  const expected = `a node: ${listed(known)}`;
  return refuse({ where, got: JSON.stringify(name), expected, hint: nearest(name, known) });
}
