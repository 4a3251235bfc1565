import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { parameterShapes } from '../../network/parameters.js';
import type { Shape } from '../../network/shapes.js';
import { viewTypes } from '../../network/views.js';
import type { Shapes, Translation } from './translation.js';

/** What a module sees of the network around its node. */
export interface Surroundings {
  readonly network: Network;
  /** Of every parameter. */
  readonly parameters: Shapes;
  /** Of every input, node and view. */
  readonly shapes: Shapes;
}

/** How the parameters of a node, or of all nodes that a builder made, stand in PyTorch. One file per module. */
export type Module = (node: string, around: Surroundings) => Translation;

/** All that modules see. */
export function surroundingsOf(network: Network): Surroundings {
  const { nodes } = layOut(network);
  const shapes: Record<string, Shape> = { ...network.inputs };
  for (const { name, shape } of nodes) shapes[name] = shape;
  // Views stand in topological order.
  for (const [name, spec] of Object.entries(network.views ?? {})) {
    const parents = spec.from.map((one) => shapes[one]);
    shapes[name] = viewTypes[spec.type].shape(spec, parents);
  }
  const parameters = Object.fromEntries(
    Object.entries(parameterShapes(network)).map(([name, { shape }]) => [name, shape]),
  );
  return { network, parameters, shapes };
}

/**
 * The shape of a parameter that a builder makes.
 * @param expected its shape, if it follows from others
 * @throws {InputError} where a node has the note of that builder, and not what it makes
 */
export function partOf(
  { network, parameters }: Surroundings,
  node: string,
  name: string,
  expected?: Shape,
): Shape {
  const shape = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (shape && (!expected || shape.join() === expected.join())) return shape;
  const { built } = network.nodes[node];
  return refuse({
    where: `network.nodes.${node}.built`,
    got: `${built} with ${shape ? `${name} of shape [${shape.join(', ')}]` : `no parameter ${name}`}`,
    expected: `what the builder ${built} makes`,
    hint: 'leaving "built" out',
  });
}
