import { forward, type Latched, weightRows } from './forward.js';
import { type Node, readGraph } from './graph.js';
import { sampleError } from './losses.js';
import type { Batch, Description, Gradient, ParameterSet } from './types.js';

/**
 * Ordinary backpropagation, one sample after the other, in terms of delta = d loss / d abar:
 * delta_p = f'(abar_p) (e_p + W_c^T delta_c summed over children),  dW = delta xbar^T,  db = delta.
 * Gradients flow from each node to its parents, so nothing here knows about relaxing activities.
 */
export function backprop(network: Description, params: ParameterSet, batch: Batch): Gradient {
  const { order } = readGraph(network);
  const gradient: Gradient = {};
  for (const node of order) {
    gradient[`${node.name}.weight`] = new Array<number>(node.units * node.ins).fill(0);
    gradient[`${node.name}.bias`] = new Array<number>(node.units).fill(0);
  }
  const latched = forward(network, params, batch.inputs);
  const weights = new Map(order.map((node) => [node, weightRows(params, node)]));
  const samples = latched[order[0].name].activity.length;
  for (let s = 0; s < samples; s++) {
    const arrived = outputErrors(network, latched, batch, s);
    for (const node of [...order].reverse()) {
      const delta = arrived[node.name].map((g, i) => g * latched[node.name].slope[s][i]);
      accumulate(gradient, node, delta, rowBelow(node, latched, batch, s), samples);
      sendDown(arrived, node, weights.get(node)!, delta);
    }
  }
  return gradient;
}

/** d loss / d xbar as known before anything came down: e at outputs, 0 elsewhere, inputs included. */
function outputErrors(
  network: Description,
  latched: Record<string, Latched>,
  batch: Batch,
  sample: number,
): Record<string, number[]> {
  const { order, losses } = readGraph(network);
  const errors: Record<string, number[]> = {};
  for (const [name, rows] of Object.entries(batch.inputs)) errors[name] = rows[sample].map(() => 0);
  for (const { name } of order) {
    const x = latched[name].activity[sample];
    errors[name] =
      name in losses ? sampleError(losses[name], x, batch.targets[name][sample]) : x.map(() => 0);
  }
  return errors;
}

/** Activities of the parents of a node in one sample, parent by parent. */
function rowBelow(node: Node, latched: Record<string, Latched>, batch: Batch, sample: number): number[] {
  const row: number[] = [];
  for (const parent of node.from) {
    row.push(...(parent in batch.inputs ? batch.inputs[parent] : latched[parent].activity)[sample]);
  }
  return row;
}

/** dW += delta xbar^T / B, db += delta / B */
function accumulate(gradient: Gradient, node: Node, delta: number[], below: number[], samples: number): void {
  const weight = gradient[`${node.name}.weight`];
  const bias = gradient[`${node.name}.bias`];
  for (let i = 0; i < node.units; i++) {
    bias[i] += delta[i] / samples;
    for (let j = 0; j < node.ins; j++) weight[i * node.ins + j] += (delta[i] * below[j]) / samples;
  }
}

/** Adds W^T delta to d loss / d xbar of the parents, column by column. */
function sendDown(arrived: Record<string, number[]>, node: Node, weight: number[][], delta: number[]): void {
  let column = 0;
  for (const parent of node.from) {
    for (let j = 0; j < arrived[parent].length; j++) {
      for (let i = 0; i < node.units; i++) arrived[parent][j] += weight[i][column] * delta[i];
      column++;
    }
  }
}
