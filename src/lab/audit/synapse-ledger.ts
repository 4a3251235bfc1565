import type { LaidOutNode } from '../../network/layout.js';
import type { Integration } from '../../network/node-type.js';
import type { SynapseBlock } from '../../synapses/synapse-block.js';

/** A synapse: from a unit of a parent to a port of a unit. */
export interface Ends {
  readonly parent: number;
  readonly pre: number;
  readonly post: number;
  readonly port: number;
  /** The parameter that has its weight, as keys of the node's parameters have it. */
  readonly key: string;
  /** Which number of that it has, and which of the feedback weights stands beside it; undefined where it is fixed. */
  readonly place: number | undefined;
  readonly back: number | undefined;
  readonly fixed: number;
}

/** A sum, and of what size its terms are: by that, rounding is told from other numbers. */
export interface Sum {
  value: number;
  size: number;
}

/** Parameters of a node, by key. */
export type Numbers = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

/** What the synapses of a node carry, one by one: what its whole-layer operations are held to. */
export class SynapseLedger {
  readonly synapses: readonly Ends[];
  readonly ports: number;
  readonly integration: Integration;
  /** Several synapses have one weight. */
  readonly shares: boolean;
  /** Of each unit the ports that synapses end at, in order: where a pool is padded, some windows have fewer than others. */
  private readonly portsOf: readonly (readonly number[])[];

  constructor(readonly node: LaidOutNode) {
    this.synapses = node.synapses().flatMap(endsOf);
    this.ports = 1 + this.synapses.reduce((most, { port }) => Math.max(most, port), 0);
    this.integration = node.type.integration ?? 'sum';
    const places = this.synapses.flatMap(({ key, place }) =>
      place === undefined ? [] : [`${key} ${place}`],
    );
    const ends = Array.from({ length: node.size }, () => new Set<number>());
    for (const { post, port } of this.synapses) ends[post].add(port);
    this.portsOf = ends.map((all) => [...all].sort((a, b) => a - b));
    this.shares = new Set(places).size < places.length;
  }

  /** What comes to each port of each unit, of one sample: [port][unit]. */
  brought(said: readonly ArrayLike<number>[], weights: Numbers): Sum[][] {
    const sums = Array.from({ length: this.ports }, () => nothing(this.node.size));
    for (const one of this.synapses)
      add(sums[one.port][one.post], weightOf(one, weights) * said[one.parent][one.pre]);
    return sums;
  }

  /** What the ports of a unit make together. */
  together(brought: readonly Sum[][], unit: number): Sum {
    if (this.integration === 'sum') return brought[0][unit];
    const [first, ...others] = this.portsOf[unit].map((port) => brought[port][unit]);
    const join = this.integration === 'max' ? Math.max : (a: number, b: number) => a * b;
    return others.reduce(
      (all, one) => ({ value: join(all.value, one.value), size: join(all.size, one.size) }),
      first,
    );
  }

  /** How that changes with each port, [port][unit]: 1 where they are added, the product of the others, or whether it won. */
  slopes(brought: readonly Sum[][]): number[][] {
    return brought.map((_, port) =>
      brought[port].map((__, unit) => {
        if (this.integration === 'sum') return 1;
        const at = this.portsOf[unit];
        const values = at.map((one) => brought[one][unit].value);
        if (this.integration === 'max') return at[values.indexOf(Math.max(...values))] === port ? 1 : 0;
        return values.reduce((product, value, k) => (at[k] === port ? product : product * value), 1);
      }),
    );
  }

  /** What a message brings down to the units of a parent. @param slopes [port][unit]; 1 if not given */
  returned(
    parent: number,
    message: ArrayLike<number>,
    slopes: readonly (readonly number[])[] | undefined,
    carries: (one: Ends) => number,
  ): Sum[] {
    const sums = nothing(this.node.parents[parent].size);
    for (const one of this.synapses) {
      if (one.parent !== parent) continue;
      add(sums[one.pre], carries(one) * message[one.post] * (slopes?.[one.port][one.post] ?? 1));
    }
    return sums;
  }

  /** Adds what the two ends of each synapse give to the sum of its weight. @param sums by the key of the parameter */
  addProducts(
    sums: Readonly<Record<string, readonly Sum[]>>,
    said: readonly ArrayLike<number>[],
    post: ArrayLike<number>,
    slopes: readonly (readonly number[])[] | undefined,
  ): void {
    for (const one of this.synapses) {
      if (one.place === undefined) continue;
      add(
        sums[one.key][one.place],
        post[one.post] * (slopes?.[one.port][one.post] ?? 1) * said[one.parent][one.pre],
      );
    }
  }
}

export const nothing = (size: number): Sum[] => Array.from({ length: size }, () => ({ value: 0, size: 0 }));

export function add(sum: Sum, term: number): void {
  sum.value += term;
  sum.size += Math.abs(term);
}

export const weightOf = ({ key, place, fixed }: Ends, weights: Numbers): number =>
  place === undefined ? fixed : weights[key].data[place];

function endsOf(block: SynapseBlock): Ends[] {
  const { parent, posts, pres, connections, weights, key = 'weight', port: all = 0 } = block;
  const isFixed = typeof weights === 'number';
  const end = (pre: number, post: number, port: number, place: number, back: number): Ends => ({
    ...{ parent, pre, post, port, key, fixed: isFixed ? weights : 0 },
    ...{ place: isFixed ? undefined : place, back: isFixed ? undefined : back },
  });
  const ends: Ends[] = [];
  if (connections.kind === 'all-to-all') {
    const { offset, stride, feedback } = connections;
    for (let post = 0; post < posts; post++)
      for (let pre = 0; pre < pres; pre++) {
        const back = feedback.offset + pre * feedback.stride + post;
        ends.push(end(pre, post, all, offset + post * stride + pre, back));
      }
    return ends;
  }
  const { starts, pres: from, places, ports, feedback = places } = connections;
  for (let post = 0; post < posts; post++)
    for (let k = starts[post]; k < starts[post + 1]; k++)
      ends.push(end(from[k], post, ports?.[k] ?? all, places[k], feedback[k]));
  return ends;
}
