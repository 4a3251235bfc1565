import { activate, slope } from './activations.js';
import { type Node, readGraph } from './graph.js';
import type { Batch, Description, ParameterSet } from './types.js';

/** What a node latches at the end of the forward sweep, each [sample][unit]. */
export interface Latched {
  /** abar = W concat(parents) + b */
  preactivation: number[][];
  /** xbar = f(abar) */
  activity: number[][];
  /** f'(abar) */
  slope: number[][];
}

/** Forward sweep, parents before children: abar = W concat(xbar of parents) + b, xbar = f(abar). */
export function forward(
  network: Description,
  params: ParameterSet,
  inputs: Batch['inputs'],
): Record<string, Latched> {
  const latched: Record<string, Latched> = {};
  for (const node of readGraph(network).order) {
    const weight = weightRows(params, node);
    const bias = params[`${node.name}.bias`].data;
    const preactivation = incoming(node, latched, inputs).map((x) => affine(weight, bias, x));
    latched[node.name] = {
      preactivation,
      activity: preactivation.map((row) => row.map((a) => activate(node.activation, a))),
      slope: preactivation.map((row) => row.map((a) => slope(node.activation, a))),
    };
  }
  return latched;
}

/** concat(xbar of parents) in the order of `from`: [sample][column of the node's weight]. */
export function incoming(node: Node, latched: Record<string, Latched>, inputs: Batch['inputs']): number[][] {
  const parents = node.from.map((name) => (name in inputs ? inputs[name] : latched[name].activity));
  return parents[0].map((_, sample) => {
    const row = parents.flatMap((parent) => parent[sample]);
    if (row.length !== node.ins) {
      throw new Error(
        `reference.forward: got ${row.length} inputs to "${node.name}", expected ${node.ins}. Try flat rows.`,
      );
    }
    return row;
  });
}

/** The weight of a node as rows: [unit][column]. */
export function weightRows(params: ParameterSet, node: Node): number[][] {
  const data = Array.from(params[`${node.name}.weight`].data);
  if (data.length !== node.units * node.ins) {
    throw new Error(
      `reference.weight: got ${data.length} numbers for "${node.name}.weight", expected ` +
        `${node.units} x ${node.ins}. Try the shape [units, sum of ins].`,
    );
  }
  const rows: number[][] = [];
  for (let i = 0; i < node.units; i++) rows.push(data.slice(i * node.ins, (i + 1) * node.ins));
  return rows;
}

/** a_i = sum_j W_ij x_j + b_i */
function affine(weight: number[][], bias: ArrayLike<number>, x: number[]): number[] {
  return weight.map((row, i) => {
    let sum = bias[i];
    for (let j = 0; j < row.length; j++) sum += row[j] * x[j];
    return sum;
  });
}
