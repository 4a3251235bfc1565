import { activate, slope } from './activations.js';
import { sampleError } from './losses.js';
import {
  addProducts,
  gathered,
  type Played,
  returned,
  rowsOf,
  type Stage,
  shown,
  stageOf,
} from './phases.js';
import type { Batch, Description, Gradient, ParameterSet, PerNode } from './types.js';

/** Over what errors come: the feedback weights of each node, or straight from the outputs. */
export type Alignment = 'feedback' | 'direct';

/**
 * Feedback alignment (Lillicrap et al. 2016), delta = f'(a) * (sum over children of B delta above + dL/dx), and direct
 * feedback alignment (Nokland 2016), delta = f'(a) * (D delta of all outputs) of those that are no outputs, of outputs
 * f'(a) * dL/dx alone; dL/dW = delta x^T. B is NODE.feedback [in, out] of the child, D is NODE.direct [units, units of all
 * outputs one after the other].
 */
export function feedbackAlignment(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  alignment: Alignment,
): Played {
  const stage = stageOf(network, batch);
  const rate: PerNode = {};
  const slopes: PerNode = {};
  for (const node of stage.graph.order) {
    const a = gathered(stage, params, node, { ...(stage.inputs as PerNode), ...rate });
    rate[node.name] = a.map((row) => row.map((x) => activate(node.activation, x)));
    slopes[node.name] = a.map((row) => row.map((x) => slope(node.activation, x)));
  }
  const delta =
    alignment === 'feedback' ? fed(stage, params, rate, slopes) : told(stage, params, rate, slopes);
  const gradient: Gradient = {};
  addProducts(stage, gradient, 1, { ...(stage.inputs as PerNode), ...rate }, delta);
  return { course: { errors: [shown({ rate, slope: slopes, delta })] }, ends: {}, gradient };
}

/** dL/dx of outputs, 0 of others. */
function errorOf({ graph, targets }: Stage, name: string, rate: PerNode): number[][] {
  const kind = graph.losses[name];
  return rate[name].map((row, s) => (kind ? sampleError(kind, row, targets[name][s]) : row.map(() => 0)));
}

function fed(stage: Stage, params: ParameterSet, rate: PerNode, slopes: PerNode): PerNode {
  const delta: PerNode = {};
  for (const node of [...stage.graph.order].reverse()) {
    const { name } = node;
    const above = returned(stage, params, node, delta, 'feedback');
    const error = errorOf(stage, name, rate);
    delta[name] = rowsOf(stage, node, (s, i) => (above[s][i] + error[s][i]) * slopes[name][s][i]);
  }
  return delta;
}

function told(stage: Stage, params: ParameterSet, rate: PerNode, slopes: PerNode): PerNode {
  const { order, losses } = stage.graph;
  const outputs = order.filter(({ name }) => name in losses);
  const delta: PerNode = {};
  for (const node of outputs) {
    const error = errorOf(stage, node.name, rate);
    delta[node.name] = rowsOf(stage, node, (s, i) => error[s][i] * slopes[node.name][s][i]);
  }
  const said = Array.from({ length: stage.samples }, (_, s) => outputs.flatMap(({ name }) => delta[name][s]));
  for (const node of order.filter(({ name }) => !(name in losses))) {
    const { data } = params[`${node.name}.direct`];
    const heard = (s: number, i: number) =>
      said[s].reduce((sum, error, k) => sum + data[i * said[s].length + k] * error, 0);
    delta[node.name] = rowsOf(stage, node, (s, i) => heard(s, i) * slopes[node.name][s][i]);
  }
  return delta;
}
