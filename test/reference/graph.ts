import type { Description, GraphDescription, LayeredDescription, NodeDescription } from './types.js';

/** A node with its name and the number of columns of its weight (the sum of its parents' units). */
export interface Node extends NodeDescription {
  readonly name: string;
  readonly ins: number;
}

/** "This node feeds `child`, from column `offset` of the child's weight on." */
export interface Edge {
  readonly child: string;
  readonly offset: number;
}

/** A network ready for loops: `order` has parents before children. */
export interface Graph {
  readonly order: readonly Node[];
  readonly children: Readonly<Record<string, readonly Edge[]>>;
  /** Loss by output. */
  readonly losses: Readonly<Record<string, string>>;
  /** Outputs without children: x = e throughout the relaxation. */
  readonly clamped: ReadonlySet<string>;
}

/** The chain as a graph: `layers.i` takes `layers.(i-1)`, `layers.0` takes `input`. */
export function layeredToGraph(network: LayeredDescription): GraphDescription {
  const nodes: Record<string, NodeDescription> = {};
  let parent = 'input';
  network.layers.forEach((layer, i) => {
    nodes[`layers.${i}`] = { ...layer, from: [parent] };
    parent = `layers.${i}`;
  });
  return { inputs: { input: network.input }, nodes, outputs: { [parent]: { loss: network.loss } } };
}

/** Sorts the nodes, finds every node's children and which outputs are clamped. */
export function readGraph(network: Description): Graph {
  const description = 'layers' in network ? layeredToGraph(network) : network;
  const units = unitsByName(description);
  const order = sorted(description, units);
  const children = childrenOf(order, units);
  const losses: Record<string, string> = {};
  for (const [name, output] of Object.entries(description.outputs)) losses[name] = output.loss;
  const clamped = new Set(Object.keys(losses).filter((name) => children[name].length === 0));
  return { order, children, losses, clamped };
}

function unitsByName(description: GraphDescription): Record<string, number> {
  const units: Record<string, number> = {};
  for (const [name, shape] of Object.entries(description.inputs)) {
    units[name] = shape.reduce((product, extent) => product * extent, 1);
  }
  for (const [name, node] of Object.entries(description.nodes)) {
    if (node.type !== 'dense') {
      throw new Error(
        `reference.graph: got node "${name}" of type "${node.type}", expected "dense". Try a dense network.`,
      );
    }
    units[name] = node.units;
  }
  return units;
}

/** Places, again and again, every node whose parents all have a place. */
function sorted(description: GraphDescription, units: Record<string, number>): Node[] {
  const placed = new Set(Object.keys(description.inputs));
  let waiting = Object.entries(description.nodes);
  const order: Node[] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter(([, node]) => node.from.every((parent) => placed.has(parent)));
    if (ready.length === 0) {
      const names = waiting.map(([name]) => name).join(', ');
      throw new Error(`reference.graph: got a cycle or an unknown parent at ${names}. Try an acyclic graph.`);
    }
    for (const [name, node] of ready) {
      const ins = node.from.reduce((sum, parent) => sum + units[parent], 0);
      order.push({ ...node, name, ins });
      placed.add(name);
    }
    waiting = waiting.filter(([name]) => !placed.has(name));
  }
  return order;
}

function childrenOf(order: readonly Node[], units: Record<string, number>): Record<string, Edge[]> {
  const children: Record<string, Edge[]> = {};
  for (const name of Object.keys(units)) children[name] = [];
  for (const node of order) {
    let offset = 0;
    for (const parent of node.from) {
      children[parent].push({ child: node.name, offset });
      offset += units[parent];
    }
  }
  return children;
}
