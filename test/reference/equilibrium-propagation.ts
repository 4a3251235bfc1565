import { activate, slope } from './activations.js';
import { sampleError } from './losses.js';
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

export interface EquilibriumPropagationOptions {
  readonly nudging: 'one-sided' | 'symmetric';
  readonly beta: number;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  readonly stepSize: number;
}

/**
 * Equilibrium propagation (Scellier and Bengio 2017): E = sum of s^2 / 2 - sum of W rho(s) rho(s) - sum of b rho(s), with
 * C the loss of the outputs ds/dt = -dE/ds - beta dC/ds, s kept in [0, 1]; inputs hold the stimulus. With s0 where it goes
 * freely and sb where it goes from there when nudged,
 *   one-sided:  dL/dW = -(rho(sb) rho(sb)^T - rho(s0) rho(s0)^T) / beta
 *   symmetric:  dL/dW = -(rho(sb) rho(sb)^T - rho(s-b) rho(s-b)^T) / 2 beta
 */
export function equilibriumPropagation(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  { nudging, beta, freeSteps, nudgedSteps, stepSize }: EquilibriumPropagationOptions,
): Played {
  const stage = stageOf(network, batch);
  const symmetric = nudging === 'symmetric';
  const zero = Object.fromEntries(stage.graph.order.map((node) => [node.name, rowsOf(stage, node, () => 0)]));
  const settled = (from: PerNode, strength: number, steps: number) =>
    settle(stage, params, from, strength, steps, stepSize);
  const free = settled(zero, 0, freeSteps);
  const nudged = settled(free.end, beta, nudgedSteps);
  const other = symmetric ? settled(free.end, -beta, nudgedSteps) : free;
  const gain = 1 / (symmetric ? 2 * beta : beta);
  const gradient: Gradient = {};
  addProducts(stage, gradient, -gain, rates(stage, nudged.end), rates(stage, nudged.end));
  addProducts(stage, gradient, gain, rates(stage, other.end), rates(stage, other.end));
  const course = (run: Settled, before: PerNode) => run.course.map((s) => shown({ s, free: before }));
  return {
    course: {
      free: course(free, zero),
      nudged: course(nudged, free.end),
      ...(symmetric && { 'nudged back': course(other, free.end) }),
    },
    ends: { free: free.ends, nudged: nudged.ends, ...(symmetric && { 'nudged back': other.ends }) },
    gradient,
  };
}

interface Settled {
  readonly end: PerNode;
  readonly course: readonly PerNode[];
  readonly ends: Played['ends'][string];
}

/** Euler steps from a state. */
function settle(
  stage: Stage,
  params: ParameterSet,
  from: PerNode,
  beta: number,
  steps: number,
  stepSize: number,
): Settled {
  const course = [from];
  for (let step = 0; step < steps; step++) {
    const now = course[step];
    const velocity = velocities(stage, params, now, beta);
    const next = stage.graph.order.map((node) => {
      const { name } = node;
      const moved = (s: number, i: number) => now[name][s][i] + stepSize * velocity[name][s][i];
      return [name, rowsOf(stage, node, (s, i) => Math.min(Math.max(moved(s, i), 0), 1))];
    });
    course.push(Object.fromEntries(next));
  }
  const end = course[steps];
  const velocity = largest(...Object.values(velocities(stage, params, end, beta)));
  return { end, course, ends: { energy: hopfieldEnergy(stage, params, end), velocity } };
}

/** E at a state. */
export function hopfieldEnergyAt(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  state: PerNode,
): number {
  return hopfieldEnergy(stageOf(network, batch), params, state);
}

/** rho(s) of nodes; of inputs, the stimulus as it is. */
function rates({ graph, inputs }: Stage, s: PerNode): PerNode {
  const entries = graph.order.map(({ name, activation }) => [
    name,
    s[name].map((row) => row.map((value) => activate(activation, value))),
  ]);
  return { ...(inputs as PerNode), ...Object.fromEntries(entries) };
}

/** ds/dt = rho'(s) (W rho(s) below + b + W^T rho(s) above) - s - beta dC/ds */
function velocities(stage: Stage, params: ParameterSet, s: PerNode, beta: number): PerNode {
  const { graph, targets } = stage;
  const rho = rates(stage, s);
  const entries = graph.order.map((node) => {
    const { name, activation } = node;
    const below = gathered(stage, params, node, rho);
    const above = returned(stage, params, node, rho);
    const nudge = s[name].map((row, n) =>
      name in graph.losses ? sampleError(graph.losses[name], row, targets[name][n]) : row.map(() => 0),
    );
    const velocity = (n: number, i: number) => {
      const x = s[name][n][i];
      return slope(activation, x) * (below[n][i] + above[n][i]) - x - beta * nudge[n][i];
    };
    return [name, rowsOf(stage, node, velocity)];
  });
  return Object.fromEntries(entries);
}

/** E, the mean over the batch: each synapse and each bias once. */
function hopfieldEnergy(stage: Stage, params: ParameterSet, s: PerNode): number {
  const rho = rates(stage, s);
  let sum = 0;
  for (const node of stage.graph.order) {
    const below = gathered(stage, params, node, rho);
    for (let n = 0; n < stage.samples; n++) {
      for (let i = 0; i < node.units; i++) {
        sum += s[node.name][n][i] ** 2 / 2 - rho[node.name][n][i] * below[n][i];
      }
    }
  }
  return sum / stage.samples;
}
