import { forward, incoming, type Latched, weightRows } from './forward.js';
import { type Graph, readGraph } from './graph.js';
import { loss, sampleError } from './losses.js';
import type { Batch, Description, Gradient, Initial, ParameterSet, PerNode, Relaxed } from './types.js';

/** Everything that stays fixed while a batch relaxes. */
export interface Problem {
  readonly graph: Graph;
  readonly inputs: Batch['inputs'];
  readonly latched: Record<string, Latched>;
  /** W as rows, by node. */
  readonly weights: Record<string, number[][]>;
  /** e = d loss / d x at the forward activity, by output, per sample. */
  readonly errors: PerNode;
  readonly loss: number;
}

/** Forward sweep and output errors of one batch. */
export function prepare(network: Description, params: ParameterSet, batch: Batch): Problem {
  const graph = readGraph(network);
  const latched = forward(network, params, batch.inputs);
  const weights: Record<string, number[][]> = {};
  for (const node of graph.order) weights[node.name] = weightRows(params, node);
  const errors: PerNode = {};
  for (const [name, kind] of Object.entries(graph.losses)) {
    errors[name] = latched[name].activity.map((x, s) => sampleError(kind, x, batch.targets[name][s]));
  }
  return { graph, inputs: batch.inputs, latched, weights, errors, loss: loss(network, params, batch) };
}

/** State before the first step: clamped outputs at e, all others at xbar or 0. */
export function initialState(problem: Problem, initial: Initial): PerNode {
  const state: PerNode = {};
  for (const { name } of problem.graph.order) {
    const start = problem.graph.clamped.has(name) ? problem.errors[name] : problem.latched[name].activity;
    const zero = initial === 'zero' && !problem.graph.clamped.has(name);
    state[name] = start.map((row) => row.map((value) => (zero ? 0 : value)));
  }
  return state;
}

/**
 * What node p relaxes towards, in one sample:
 * drive_j = e_j (if p is an output) + sum over children c, units i of W_c[i, offset + j] x_c,i f'(abar_c,i)
 */
export function drive(problem: Problem, state: PerNode, parent: string, sample: number): number[] {
  const units = problem.latched[parent].activity[sample].length;
  const total: number[] = [];
  for (let j = 0; j < units; j++) total[j] = parent in problem.errors ? problem.errors[parent][sample][j] : 0;
  for (const { child, offset } of problem.graph.children[parent]) {
    const weight = problem.weights[child];
    const x = state[child][sample];
    const slope = problem.latched[child].slope[sample];
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < units; j++) total[j] += weight[i][offset + j] * (x[i] * slope[i]);
    }
  }
  return total;
}

/** Adds to a relaxed state the weight changes it asks for, and the loss. */
export function finish(problem: Problem, activity: PerNode): Relaxed {
  return { activity, gradient: localGradient(problem, activity), loss: problem.loss };
}

/**
 * dW_ij = (1/B) sum over samples of x_i f'(abar_i) xbar_j (xbar of the concatenated parents),
 * db_i  = (1/B) sum over samples of x_i f'(abar_i)
 */
function localGradient(problem: Problem, activity: PerNode): Gradient {
  const gradient: Gradient = {};
  for (const node of problem.graph.order) {
    const below = incoming(node, problem.latched, problem.inputs);
    const weight = new Array<number>(node.units * node.ins).fill(0);
    const bias = new Array<number>(node.units).fill(0);
    for (let s = 0; s < below.length; s++) {
      for (let i = 0; i < node.units; i++) {
        const post = (activity[node.name][s][i] * problem.latched[node.name].slope[s][i]) / below.length;
        bias[i] += post;
        for (let j = 0; j < node.ins; j++) weight[i * node.ins + j] += post * below[s][j];
      }
    }
    gradient[`${node.name}.weight`] = weight;
    gradient[`${node.name}.bias`] = bias;
  }
  return gradient;
}
