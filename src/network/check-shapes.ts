import { refuse } from '../errors.js';
import type { Network } from './network.js';
import type { NodeSpec } from './node-type.js';
import { nodeTypes } from './nodes.js';
import { checkShared } from './projections/check-shared.js';
import type { Shape } from './shapes.js';
import type { ViewSpec } from './view.js';
import { viewTypes } from './views.js';

/** A node, or a view among them. */
export type AnySpec = NodeSpec | ViewSpec;
export type All = Readonly<Record<string, AnySpec>>;

export const isView = ({ type }: AnySpec): boolean => Object.hasOwn(viewTypes, type);

/** Parameters of each node that has any, as text. */
type Shapes = Map<string, string>;

/**
 * Nodes and views have the parents that their types take, and share parameters with nodes that have such.
 * @param order parents first
 * @param at what errors call a node
 * @throws {InputError}
 */
export function checkShapes(
  inputs: Network['inputs'],
  all: All,
  order: readonly string[],
  at: (name: string) => string,
): void {
  const shapes: Record<string, Shape> = { ...inputs };
  const parameters: Shapes = new Map();
  const laid = new Map<string, { readonly spec: NodeSpec; readonly parents: readonly Shape[] }>();
  for (const name of order) {
    const spec = all[name];
    const parents = spec.from.map((parent) => shapes[parent]);
    if (isView(spec)) {
      const type = viewTypes[spec.type];
      type.check(at(name), spec, parents);
      shapes[name] = type.shape(spec, parents);
      continue;
    }
    const node = spec as NodeSpec;
    const type = nodeTypes[spec.type];
    type.check?.(at(name), node, parents);
    shapes[name] = type.shape(node, parents);
    laid.set(name, { spec: node, parents });
    parameters.set(name, textOf(type.parameters(node, parents)));
  }
  for (const name of order) {
    const spec = all[name] as NodeSpec;
    if (spec.share !== undefined) checkShare(at(name), name, spec, all, parameters);
  }
  checkShared(laid, at);
}

const textOf = (parameters: Readonly<Record<string, { readonly shape: Shape }>>): string =>
  Object.entries(parameters)
    .map(([key, { shape }]) => `${key} [${shape.join(', ')}]`)
    .join(', ') || 'none';

function checkShare(where: string, name: string, spec: NodeSpec, all: All, parameters: Shapes): void {
  const { share = '' } = spec;
  const owner = Object.hasOwn(all, share) ? (all[share] as NodeSpec) : undefined;
  const got = JSON.stringify(share);
  if (!owner || isView(owner) || share === name)
    refuse({ where: `${where}.share`, got, expected: 'another node' });
  if (owner.share !== undefined)
    refuse({
      where: `${where}.share`,
      got,
      expected: 'a node with parameters of its own',
      hint: owner.share,
    });
  if (owner.type === spec.type && parameters.get(share) === parameters.get(name)) return;
  refuse({
    where: `${where}.share`,
    got: `${share} of type ${owner.type} with parameters ${parameters.get(share)}`,
    expected: `type ${spec.type} with ${parameters.get(name)}`,
  });
}
