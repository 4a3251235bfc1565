import type { Activation } from '../neurons/activation.js';
import { activations } from '../neurons/activations.js';
import type { Loss } from '../neurons/loss.js';
import { losses } from '../neurons/losses.js';
import type { Network } from './network.js';
import type { NodeSpec, NodeType, ParameterShape } from './node-type.js';
import { nodeTypes } from './nodes.js';
import { type Shape, sizeOf } from './shapes.js';

/** A node or input that gives activity to another node. */
export interface Source {
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
}

/** A place where a node's feedback comes from: its child, and which of the child's parents it is. */
export interface Child {
  readonly name: string;
  readonly parent: number;
}

/** A node with all that follows from the description around it. */
export interface LaidOutNode extends Source {
  readonly spec: NodeSpec;
  readonly type: NodeType;
  readonly activation: Activation;
  readonly parents: readonly Source[];
  readonly children: readonly Child[];
  readonly loss: Loss | undefined;
  /** How many projections lead from it to the nearest output: 0 of an output. */
  readonly distance: number;
  /**
   * An output without children is clamped to its error. Of the others, those with synapses that learn relax, and the rest are
   * relays, which pass on at once what they hear; a description may say otherwise.
   */
  readonly role: 'clamped' | 'relaxing' | 'relay';
  readonly parameters: Readonly<Record<string, ParameterShape>>;
  /** Feedback weights, for pathways that have their own; none where the weights are fixed. */
  readonly feedback: ParameterShape | undefined;
}

/** An input with the nodes that take it. */
export interface LaidOutInput extends Source {
  /** As of a node. */
  readonly distance: number;
  readonly children: readonly Child[];
}

/** What engines read: the network, resolved. Nodes in topological order. */
export interface Layout {
  readonly inputs: readonly LaidOutInput[];
  readonly nodes: readonly LaidOutNode[];
  readonly outputs: readonly LaidOutNode[];
}

/** Resolves shapes, children, roles and parameters. */
export function layOut(network: Network): Layout {
  const sources = new Map<string, Source>();
  for (const [name, shape] of Object.entries(network.inputs)) {
    sources.set(name, { name, shape, size: sizeOf(shape) });
  }
  const children = childrenOf(network);
  const distances = distancesOf(network);
  const inputs = [...sources.values()].map((source) => ({
    ...source,
    distance: distances.get(source.name) ?? Infinity,
    children: children.get(source.name) ?? [],
  }));
  const nodes = Object.entries(network.nodes).map(([name, spec]) => {
    const distance = distances.get(name)!;
    const node = layOutNode(network, name, spec, sources, { distance, children: children.get(name) ?? [] });
    sources.set(name, node);
    return node;
  });
  return { inputs, nodes, outputs: nodes.filter((node) => node.loss) };
}

/** Names a parameter as files do: `NODE.weight`. */
export const parameterName = (node: string, parameter: string) => `${node}.${parameter}`;

function layOutNode(
  network: Network,
  name: string,
  spec: NodeSpec,
  sources: ReadonlyMap<string, Source>,
  { distance, children }: Pick<LaidOutNode, 'distance' | 'children'>,
): LaidOutNode {
  const type = nodeTypes[spec.type];
  const parents = spec.from.map((parent) => sources.get(parent)!);
  const shapes = parents.map((parent) => parent.shape);
  const shape = type.shape(spec, shapes);
  const output = network.outputs[name];
  const parameters = type.parameters(spec, shapes);
  const { relaxes = Object.keys(parameters).length > 0 } = spec;
  return {
    name,
    spec,
    type,
    shape,
    size: sizeOf(shape),
    activation: activations[spec.activation],
    parents,
    children,
    distance,
    loss: output && losses[output.loss],
    role: output && children.length === 0 ? 'clamped' : relaxes ? 'relaxing' : 'relay',
    parameters,
    feedback: type.feedback(spec, shapes),
  };
}

function distancesOf({ nodes, outputs }: Network): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  const lower = (name: string, to: number) =>
    distances.set(name, Math.min(to, distances.get(name) ?? Infinity));
  for (const [name, { from }] of Object.entries(nodes).reverse()) {
    if (name in outputs) lower(name, 0);
    for (const parent of from) lower(parent, distances.get(name)! + 1);
  }
  return distances;
}

function childrenOf(network: Network): Map<string, Child[]> {
  const children = new Map<string, Child[]>();
  for (const [name, spec] of Object.entries(network.nodes)) {
    for (const [parent, source] of spec.from.entries()) {
      const known = children.get(source);
      if (known) known.push({ name, parent });
      else children.set(source, [{ name, parent }]);
    }
  }
  return children;
}
