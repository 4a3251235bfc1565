import { type Graph, type Node, readGraph } from './graph.js';
import type { Batch, Description, Gradient, ParameterSet, PerNode } from './types.js';

/** Every state of every neuron: by `NODE.STATE`, [sample][unit]. */
export type States = Record<string, number[][]>;

/** What a presentation under a rule in phases leaves. */
export interface Played {
  /** By phase: states after 0, 1, ... steps, or at its end where it takes none. */
  readonly course: Readonly<Record<string, readonly States[]>>;
  /** Where it ended, a stretch a phase; the largest |dx/dt| only where anything moves. */
  readonly ends: Readonly<Record<string, { readonly energy?: number; readonly velocity?: number }>>;
  readonly gradient: Gradient;
}

/** A network with its batch, as the rules in phases go through it. */
export interface Stage {
  readonly graph: Graph;
  readonly inputs: Batch['inputs'];
  readonly targets: Batch['targets'];
  readonly samples: number;
}

export function stageOf(network: Description, { inputs, targets }: Batch): Stage {
  return { graph: readGraph(network), inputs, targets, samples: Object.values(inputs)[0].length };
}

/** A number per sample and unit of a node. */
export const rowsOf = (
  { samples }: Stage,
  { units }: Pick<Node, 'units'>,
  value: (s: number, i: number) => number,
): number[][] =>
  Array.from({ length: samples }, (_, s) => Array.from({ length: units }, (_, i) => value(s, i)));

/** a_i = sum over parents of W_ij said_j + b_i, [sample][unit]. */
export function gathered(stage: Stage, params: ParameterSet, node: Node, said: PerNode): number[][] {
  const [weight, bias] = [params[`${node.name}.weight`].data, params[`${node.name}.bias`].data];
  return rowsOf(stage, node, (s, i) => {
    let sum = bias[i];
    let column = 0;
    for (const parent of node.from) {
      for (const value of said[parent][s]) sum += weight[i * node.ins + column++] * value;
    }
    return sum;
  });
}

/**
 * sum over children c, units i of W_c[i, offset + j] said_c,i: what comes down to a node, [sample][unit]; over feedback
 * weights B_c [in, out] in place of W_c^T where they are asked for.
 */
export function returned(
  stage: Stage,
  params: ParameterSet,
  node: Node,
  said: PerNode,
  over: 'weight' | 'feedback' = 'weight',
): number[][] {
  const { children, order } = stage.graph;
  return rowsOf(stage, node, (s, j) => {
    let sum = 0;
    for (const { child, offset } of children[node.name]) {
      const { units, ins } = order.find(({ name }) => name === child)!;
      const { data } = params[`${child}.${over}`];
      for (let i = 0; i < units; i++) {
        const weight = over === 'weight' ? data[i * ins + offset + j] : data[(offset + j) * units + i];
        sum += weight * said[child][s][i];
      }
    }
    return sum;
  });
}

/** gain * post pre^T of every node, and gain * post of its bias, the mean over the batch; added to a gradient. */
export function addProducts(
  { graph, samples }: Stage,
  gradient: Gradient,
  gain: number,
  pre: PerNode,
  post: PerNode,
): void {
  for (const { name, units, ins, from } of graph.order) {
    gradient[`${name}.weight`] ??= new Array<number>(units * ins).fill(0);
    gradient[`${name}.bias`] ??= new Array<number>(units).fill(0);
    const [weight, bias] = [gradient[`${name}.weight`], gradient[`${name}.bias`]];
    for (let s = 0; s < samples; s++) {
      const below = from.flatMap((parent) => pre[parent][s]);
      for (let i = 0; i < units; i++) {
        const share = (gain * post[name][s][i]) / samples;
        bias[i] += share;
        for (let j = 0; j < ins; j++) weight[i * ins + j] += share * below[j];
      }
    }
  }
}

/** A copy of what nodes are in, under the names of its states. */
export function shown(states: Readonly<Record<string, PerNode>>): States {
  const all: States = {};
  for (const [state, nodes] of Object.entries(states)) {
    for (const [node, rows] of Object.entries(nodes)) all[`${node}.${state}`] = rows.map((row) => [...row]);
  }
  return all;
}

/** The largest |number|. */
export function largest(...lists: readonly (readonly (readonly number[])[])[]): number {
  let most = 0;
  for (const row of lists.flat()) for (const value of row) most = Math.max(most, Math.abs(value));
  return most;
}
