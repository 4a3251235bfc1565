// Any graph as a list of synapses between units, in plain loops; it owes nothing to src.

import {
  holderOf,
  type NaiveGraph,
  type NaiveParameters,
  type Named,
  type Taken,
  type Wired,
  wiredOf,
} from '../naive.js';

/** A number for each unit, by node or input. */
export type Fields = Record<string, number[]>;
/** By node, unit and port. */
export type Gates = Record<string, number[][]>;
/** Numbers of parameters by name. */
export type Numbers = Record<string, number[]>;

/** One synapse: it ends at a port of a unit of a node, and comes from a unit of a node or input. */
export interface Synapse {
  readonly node: string;
  readonly unit: number;
  readonly port: number;
  readonly from: string;
  readonly pre: number;
  /** Whose weight it has, OWNER.weight of NODE or NODE:NAME, and which number of it; undefined where it is fixed. */
  readonly owner: string;
  readonly place: number | undefined;
  readonly fixed: number;
  /** Which number of OWNER.feedback stands beside its weight. */
  readonly back: number;
  /** Of a projection with weights of its own: which. */
  readonly named: Named | undefined;
}

export interface Node {
  readonly name: string;
  readonly size: number;
  readonly activation: string;
  readonly integration: Wired['integration'];
  /** By unit, by port. */
  readonly ports: readonly (readonly (readonly Synapse[])[])[];
  readonly bias: (parameters: NaiveParameters, unit: number) => number;
  /** Which number of which parameter the bias of a unit is. */
  readonly biasPlace: ((unit: number) => number) | undefined;
  readonly owner: string;
  /** Its projections that have weights of their own. */
  readonly parts: readonly Named[];
  readonly output: boolean;
  /** An output that nobody takes. */
  readonly top: boolean;
  /** It has no synapses that learn: it passes on at once what it hears, if the rule lets it. */
  readonly plain: boolean;
  /** Projections to the nearest output. */
  readonly distance: number;
}

export interface Circuit {
  /** Parents before children. */
  readonly nodes: readonly Node[];
  readonly inputs: Readonly<Record<string, number>>;
  readonly synapses: readonly Synapse[];
  /** By node or input: those that come from it. */
  readonly above: Readonly<Record<string, readonly Synapse[]>>;
  readonly losses: Readonly<Record<string, string>>;
}

const views = ['concat', 'slice', 'reshape', 'unsqueeze', 'flatten', 'transpose'];

/** Views are taken away: whoever takes one takes the units that it shows. */
export function circuitOf(graph: NaiveGraph): Circuit {
  const wired = wiredOf(graph);
  const isView = (name: string) => name in graph.nodes && views.includes(graph.nodes[name].type);
  const source = (name: string, unit: number): [string, number] => {
    if (!isView(name)) return [name, unit];
    const [[{ parent, pre }]] = wired.get(name)!.units[unit];
    return source(graph.nodes[name].from[parent], pre);
  };
  const names = [...wired.keys()].filter((name) => !isView(name));
  const portsOf = (name: string) => {
    const { from, share } = graph.nodes[name];
    const owner = (share as string | undefined) ?? name;
    const { units } = wired.get(name)!;
    const counts: Record<string, number> = {};
    for (const one of units.flat(2)) {
      const holder = holderOf(one, owner);
      counts[holder] = Math.max(counts[holder] ?? 0, (one.weight ?? -1) + 1);
    }
    return units.map((ports, unit) =>
      ports.map((taken, port) =>
        taken.map((one: Taken): Synapse => {
          const { parent, pre, weight, factor, named } = one;
          const [below, place] = source(from[parent], pre);
          const holder = holderOf(one, owner);
          const pattern = named?.pattern ?? graph.nodes[name].type;
          const back = weight === undefined ? -1 : turned(pattern, units.length, weight, counts[holder]);
          const own = { node: name, unit, port, from: below, pre: place };
          return { ...own, owner: holder, place: weight, fixed: factor, back, named };
        }),
      ),
    );
  };
  const all = new Map(names.map((name) => [name, portsOf(name)] as const));
  const synapses = [...all.values()].flat(3);
  const taken = new Set(synapses.map(({ from }) => from));
  const distance = distancesOf(names, synapses, graph.outputs);
  const nodes = names.map((name): Node => {
    const { activation = 'linear', share, offset = 0 } = graph.nodes[name];
    const { integration, biasOf, units } = wired.get(name)!;
    const owner = (share as string | undefined) ?? name;
    const output = name in graph.outputs;
    return {
      ...{ name, size: units.length, activation, integration, owner, output, biasPlace: biasOf },
      ports: all.get(name)!,
      parts: [
        ...new Set(
          all
            .get(name)!
            .flat(2)
            .flatMap(({ named }) => named ?? []),
        ),
      ],
      bias: (parameters, unit) =>
        biasOf ? parameters[`${owner}.bias`].data[biasOf(unit)] : (offset as number),
      top: output && !taken.has(name),
      plain: all
        .get(name)!
        .flat(2)
        .every(({ place }) => place === undefined),
      distance: distance[name],
    };
  });
  const inputs = Object.entries(graph.inputs).map(([name, shape]) => [
    name,
    shape.reduce((a, b) => a * b, 1),
  ]);
  const losses = Object.entries(graph.outputs).map(([name, { loss }]) => [name, loss]);
  const above: Record<string, Synapse[]> = {};
  for (const synapse of synapses) {
    above[synapse.from] ??= [];
    above[synapse.from].push(synapse);
  }
  const named = { inputs: Object.fromEntries(inputs), losses: Object.fromEntries(losses) };
  return { nodes, synapses, above, ...named };
}

/** Feedback weights of dense patterns are [in, out], where weights are [out, in]; others stand as their weights do. */
function turned(pattern: string, units: number, place: number, count: number): number {
  if (pattern !== 'dense') return place;
  const ins = count / units;
  return (place % ins) * units + Math.floor(place / ins);
}

function distancesOf(
  names: readonly string[],
  synapses: readonly Synapse[],
  outputs: NaiveGraph['outputs'],
): Record<string, number> {
  const distance: Record<string, number> = Object.fromEntries(
    names.map((name) => [name, name in outputs ? 0 : Infinity]),
  );
  // From child to parent, again and again.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { node, from } of synapses) {
      if (!(from in distance) || distance[node] + 1 >= distance[from]) continue;
      distance[from] = distance[node] + 1;
      changed = true;
    }
  }
  return distance;
}

export const weightOf = (parameters: NaiveParameters, { owner, place, fixed }: Synapse): number =>
  place === undefined ? fixed : parameters[`${owner}.weight`].data[place];

/** What came to the ports of a unit. */
export const brought = (parameters: NaiveParameters, node: Node, unit: number, said: Fields): number[] =>
  node.ports[unit].map((port) =>
    port.reduce((sum, synapse) => sum + weightOf(parameters, synapse) * said[synapse.from][synapse.pre], 0),
  );

/** What ports make together, without a bias. */
export function together({ integration }: Node, ports: readonly number[]): number {
  if (integration === 'sum') return ports.reduce((a, b) => a + b, 0);
  return integration === 'product' ? ports.reduce((a, b) => a * b, 1) : Math.max(...ports);
}

/** How that changes with each port: of equal ones the first has won. */
export function slopesOf({ integration }: Node, ports: readonly number[]): number[] {
  if (integration === 'sum') return ports.map(() => 1);
  if (integration === 'max') return ports.map((_, k) => (ports.indexOf(Math.max(...ports)) === k ? 1 : 0));
  return ports.map((_, k) =>
    ports.reduce((product, port, other) => (other === k ? product : product * port), 1),
  );
}

/** What came to the neurons of a node: together, with the bias and without, and the slope towards each port. */
export function heardBy(parameters: NaiveParameters, node: Node, said: Fields) {
  const units = Array.from({ length: node.size }, (_, unit) => brought(parameters, node, unit, said));
  const bare = units.map((ports) => together(node, ports));
  return {
    bare,
    a: bare.map((sum, unit) => sum + node.bias(parameters, unit)),
    gates: units.map((ports) => slopesOf(node, ports)),
  };
}

/**
 * What comes down to the units of a node or input: sum over synapses of weight * what is told at their end, times the slope towards
 * their port where there are gates. @param carrier what a synapse carries down over; its weight, if not given
 */
export function returnedTo(
  { above }: Circuit,
  parameters: NaiveParameters,
  { name, size }: { readonly name: string; readonly size: number },
  told: Fields,
  gates: Gates,
  carrier: (synapse: Synapse) => number = (synapse) => weightOf(parameters, synapse),
): number[] {
  const down = new Array<number>(size).fill(0);
  for (const synapse of above[name] ?? []) {
    const { node, unit, port, pre } = synapse;
    down[pre] += carrier(synapse) * told[node][unit] * gates[node][unit][port];
  }
  return down;
}

/** The same, of all nodes. */
export const returned = (
  circuit: Circuit,
  parameters: NaiveParameters,
  told: Fields,
  gates: Gates,
  carrier?: (synapse: Synapse) => number,
): Fields =>
  Object.fromEntries(
    circuit.nodes.map((node) => [node.name, returnedTo(circuit, parameters, node, told, gates, carrier)]),
  );

/** Adds gain * post * pre of every synapse to a gradient, and gain * post of every bias. */
export function addProducts(
  { nodes, synapses }: Circuit,
  gradient: Numbers,
  gain: number,
  { pre, post, gates }: { readonly pre: Fields; readonly post: Fields; readonly gates: Gates },
): void {
  for (const { node, unit, port, from, pre: unitBelow, owner, place } of synapses) {
    if (place === undefined) continue;
    const gate = gates[node][unit][port];
    gradient[`${owner}.weight`][place] += gain * post[node][unit] * gate * pre[from][unitBelow];
  }
  for (const { name, owner, size, biasPlace } of nodes)
    for (let unit = 0; biasPlace && unit < size; unit++)
      gradient[`${owner}.bias`][biasPlace(unit)] += gain * post[name][unit];
}
