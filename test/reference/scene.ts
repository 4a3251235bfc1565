import { slope } from './activations.js';
import { weightRows } from './forward.js';
import { type Edge, type Node, readGraph } from './graph.js';
import { prepare } from './problem.js';
import type { Batch, Description, ParameterSet, PerNode } from './types.js';
import type { Derivative, VariantOptions } from './variant.js';

/** Everything of a batch that stays as it is, whatever moves. */
export interface Scene {
  readonly order: readonly Node[];
  readonly children: Readonly<Record<string, readonly Edge[]>>;
  /** Who moves: inputs first if they do, then nodes, parents before children. */
  readonly movers: readonly string[];
  readonly inputs: Batch['inputs'];
  /** xbar, of inputs too. */
  readonly stored: PerNode;
  /** f' of the forward sweep. */
  readonly frozen: PerNode;
  /** e, by output. */
  readonly errors: PerNode;
  readonly loss: number;
  readonly options: VariantOptions;
}

/** The forward sweep, with slopes as the variant takes them. */
export function setScene(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: VariantOptions,
): Scene {
  const { graph, latched, errors, loss } = prepare(network, params, batch);
  const { order, children, clamped } = readGraph(network);
  const stored: PerNode = {};
  for (const [name, rows] of Object.entries(batch.inputs)) stored[name] = rows.map((row) => [...row]);
  for (const { name } of order) stored[name] = latched[name].activity;
  const moving = graph.order.map(({ name }) => name).filter((name) => !clamped.has(name));
  const movers = options.inputs === 'relaxing' ? [...Object.keys(batch.inputs), ...moving] : moving;
  const frozen: PerNode = {};
  for (const node of order) {
    frozen[node.name] = stored[node.name].map((_, s) => slopesAt(params, node, stored, s, options.bias));
  }
  return { order, children, movers, inputs: batch.inputs, stored, frozen, errors, loss, options };
}

/** State before the first step: clamped outputs at e, clamped inputs at their stimulus, movers at xbar or 0. */
export function firstState({ movers, stored, errors, options }: Scene): PerNode {
  const state: PerNode = {};
  for (const [name, rows] of Object.entries(stored)) {
    const moves = movers.includes(name);
    const start = !moves && name in errors ? errors[name] : rows;
    state[name] = start.map((row) => row.map((x) => (moves && options.initial === 'zero' ? 0 : x)));
  }
  return state;
}

/** g of a node's units in one sample: f'(abar), f'(W concat(x of parents) [+ b]), or 1. */
export function slopes(
  { frozen, options }: Scene,
  params: ParameterSet,
  state: PerNode,
  node: Node,
  sample: number,
  which: Derivative,
): number[] {
  if (which === 'none') return frozen[node.name][sample].map(() => 1);
  if (which === 'frozen') return frozen[node.name][sample];
  return slopesAt(params, node, state, sample, options.bias);
}

/** f'(W concat(x of parents)), or f'(W concat(x of parents) + b) */
function slopesAt(
  params: ParameterSet,
  node: Node,
  state: PerNode,
  sample: number,
  bias: 'included' | 'excluded',
): number[] {
  const below = node.from.flatMap((parent) => state[parent][sample]);
  return weightRows(params, node).map((row, i) => {
    let a = bias === 'included' ? params[`${node.name}.bias`].data[i] : 0;
    for (let j = 0; j < row.length; j++) a += row[j] * below[j];
    return slope(node.activation, a);
  });
}
