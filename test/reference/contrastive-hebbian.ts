import { activate } from './activations.js';
import {
  addProducts,
  gathered,
  largest,
  type Played,
  returned,
  rowsOf,
  type Stage,
  shown,
  stageOf,
} from './phases.js';
import type { Batch, Description, Gradient, ParameterSet, PerNode } from './types.js';

export interface ContrastiveHebbianOptions {
  readonly gamma: number;
  readonly freeSteps: number;
  readonly clampedSteps: number;
  readonly stepSize: number;
}

/**
 * Contrastive Hebbian learning (Xie and Seung 2003): dx_k/dt = -x_k + f(W_k x_k-1 + b_k + gamma W_k+1^T x_k+1), all layers
 * free, and from there with the outputs at their targets; with L the layer of the outputs,
 *   dL/dW_k = -gamma^(k - L) (x_k x_k-1^T clamped - x_k x_k-1^T free)
 */
export function contrastiveHebbian(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  { gamma, freeSteps, clampedSteps, stepSize }: ContrastiveHebbianOptions,
): Played {
  const stage = stageOf(network, batch);
  const { order, losses } = stage.graph;
  const zero = Object.fromEntries(order.map((node) => [node.name, rowsOf(stage, node, () => 0)]));
  const settled = (from: PerNode, steps: number, held: (name: string) => boolean) => {
    const course = [from];
    for (let step = 0; step < steps; step++) {
      const now = course[step];
      const velocity = velocities(stage, params, now, gamma);
      const next = order.map((node) => {
        const { name } = node;
        const moved = (s: number, i: number) => now[name][s][i] + stepSize * velocity[name][s][i];
        return [name, held(name) ? now[name] : rowsOf(stage, node, moved)];
      });
      course.push(Object.fromEntries(next));
    }
    const last = velocities(stage, params, course[steps], gamma);
    const moving = order.filter(({ name }) => !held(name)).map(({ name }) => last[name]);
    return { course, end: course[steps], ends: { velocity: largest(...moving) } };
  };
  const free = settled(zero, freeSteps, () => false);
  const targets = Object.fromEntries(Object.keys(losses).map((name) => [name, stage.targets[name]]));
  const clamped = settled({ ...free.end, ...(targets as PerNode) }, clampedSteps, (name) => name in losses);
  const gradient: Gradient = {};
  for (const [sign, { end }] of [
    [-1, clamped],
    [1, free],
  ] as const) {
    addProducts(stage, gradient, sign, { ...(stage.inputs as PerNode), ...end }, end);
  }
  for (const { name } of order) {
    const factor = gamma ** -toOutput(stage, name);
    for (const parameter of [`${name}.weight`, `${name}.bias`])
      gradient[parameter] = gradient[parameter].map((value) => factor * value);
  }
  return {
    course: {
      free: free.course.map((x) => shown({ x })),
      clamped: clamped.course.map((x) => shown({ x })),
    },
    ends: { free: free.ends, clamped: clamped.ends },
    gradient,
  };
}

/** L - k: how many layers the nearest output is above. */
function toOutput({ graph }: Stage, name: string): number {
  if (name in graph.losses) return 0;
  return 1 + Math.min(...graph.children[name].map(({ child }) => toOutput({ graph } as Stage, child)));
}

function velocities(stage: Stage, params: ParameterSet, x: PerNode, gamma: number): PerNode {
  const said = { ...(stage.inputs as PerNode), ...x };
  const entries = stage.graph.order.map((node) => {
    const { name, activation } = node;
    const below = gathered(stage, params, node, said);
    const above = returned(stage, params, node, x);
    const velocity = (s: number, i: number) =>
      activate(activation, below[s][i] + gamma * above[s][i]) - x[name][s][i];
    return [name, rowsOf(stage, node, velocity)];
  });
  return Object.fromEntries(entries);
}
