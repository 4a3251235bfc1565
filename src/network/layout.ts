import type { Tensors } from '../math/arithmetic.js';
import type { Activation } from '../neurons/activation.js';
import { activations } from '../neurons/activations.js';
import type { Loss } from '../neurons/loss.js';
import { losses } from '../neurons/losses.js';
import type { SynapseBlock } from '../synapses/synapse-block.js';
import { type Bundle, bundlesIn, ownersOf } from './bundles.js';
import type { Network } from './network.js';
import type { NodeSpec, NodeType, ParameterShape, Projection } from './node-type.js';
import { nodeTypes, typeOf } from './nodes.js';
import { type Shape, sizeOf } from './shapes.js';
import { type View, viewOf, wholeView } from './view.js';
import { projectionThrough, synapsesThrough, type Viewed, viewedOf } from './viewed.js';
import { viewTypes } from './views.js';

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
  /** Whose parameters it has: its own, or those of another node. */
  readonly owner: string;
  /** Inputs and nodes that it is wired to; one comes twice where two views of it are taken. */
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
  /** Its synapses by the weights that they have: all of it, or what of it has weights of its own, too. None has no weight. */
  readonly bundles: readonly Bundle[];
  /** The parameter that is called so among its own: another node's, where that is shared. */
  called(key: string): string;
  /** All its synapses, in blocks by its parents. */
  synapses(): readonly SynapseBlock[];
  /** The same as whole-layer operations, with these parameters of its own. */
  projection<T>(
    m: Tensors<T>,
    parameters: Readonly<Record<string, T>>,
    feedback?: T,
    others?: Readonly<Record<string, T | undefined>>,
  ): Projection<T>;
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
  const seen = new Map<string, View>();
  const views = Object.entries(network.views ?? {});
  const add = (source: Source) => {
    sources.set(source.name, source);
    seen.set(source.name, wholeView(source.name, source.shape));
    // Views stand in topological order.
    for (const [name, spec] of views) {
      if (seen.has(name) || !spec.from.every((one) => seen.has(one))) continue;
      seen.set(
        name,
        viewOf(
          viewTypes[spec.type],
          spec,
          spec.from.map((one) => seen.get(one)!),
        ),
      );
    }
  };
  for (const [name, shape] of Object.entries(network.inputs)) add({ name, shape, size: sizeOf(shape) });
  const viewed = new Map<string, Viewed>();
  for (const [name, spec] of Object.entries(network.nodes)) {
    const views = viewedOf(spec.from.map((one) => seen.get(one)!));
    viewed.set(name, views);
    const shape = nodeTypes[spec.type].shape(
      spec,
      views.views.map((view) => view.shape),
    );
    add({ name, shape, size: sizeOf(shape) });
  }
  const parents = (name: string) => viewed.get(name)!.places.map(({ piece }) => piece.source);
  const children = childrenOf(network, parents);
  const distances = distancesOf(network, parents);
  const inputs = Object.keys(network.inputs).map((name) => ({
    ...sources.get(name)!,
    distance: distances.get(name) ?? Infinity,
    children: children.get(name) ?? [],
  }));
  const nodes = Object.entries(network.nodes).map(([name, spec]) => {
    const distance = distances.get(name)!;
    const around = { distance, children: children.get(name) ?? [], viewed: viewed.get(name)! };
    return layOutNode(network, sources.get(name)!, spec, sources, around);
  });
  return { inputs, nodes, outputs: nodes.filter((node) => node.loss) };
}

export { parameterName } from './parameter-name.js';

function layOutNode(
  network: Network,
  { name, shape, size }: Source,
  spec: NodeSpec,
  sources: ReadonlyMap<string, Source>,
  { distance, children, viewed }: Pick<LaidOutNode, 'distance' | 'children'> & { readonly viewed: Viewed },
): LaidOutNode {
  const type = typeOf(spec);
  const parents = viewed.places.map(({ piece }) => sources.get(piece.source)!);
  const shapes = viewed.views.map((view) => view.shape);
  const output = network.outputs[name];
  const parameters = type.parameters(spec, shapes);
  const feedback = type.feedback(spec, shapes);
  const called = ownersOf(network, spec, name);
  const { relaxes = Object.keys(parameters).length > 0 } = spec;
  return {
    name,
    spec,
    type,
    shape,
    size,
    activation: activations[spec.activation],
    owner: spec.share ?? name,
    parents,
    children,
    distance,
    loss: output && losses[output.loss],
    role: output && children.length === 0 ? 'clamped' : relaxes ? 'relaxing' : 'relay',
    parameters,
    feedback,
    called,
    bundles: bundlesIn({ name, spec, type, shapes, parameters, feedback, places: viewed.places, called }),
    synapses: () => synapsesThrough(viewed, type.synapses(spec, shapes)),
    projection: (m, parameters, feedback, others) =>
      projectionThrough(m, viewed, type.projection(m, spec, shapes, parameters, feedback, others)),
  };
}

function distancesOf({ nodes, outputs }: Network, parentsOf: Parents): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  const lower = (name: string, to: number) =>
    distances.set(name, Math.min(to, distances.get(name) ?? Infinity));
  for (const name of Object.keys(nodes).reverse()) {
    if (name in outputs) lower(name, 0);
    for (const parent of parentsOf(name)) lower(parent, distances.get(name)! + 1);
  }
  return distances;
}

type Parents = (node: string) => readonly string[];

function childrenOf({ nodes }: Network, parentsOf: Parents): Map<string, Child[]> {
  const children = new Map<string, Child[]>();
  for (const name of Object.keys(nodes)) {
    for (const [parent, source] of parentsOf(name).entries()) {
      const known = children.get(source);
      if (known) known.push({ name, parent });
      else children.set(source, [{ name, parent }]);
    }
  }
  return children;
}
