import { activate, slope } from './activations.js';
import {
  addProducts,
  gathered,
  largest,
  type Played,
  returned,
  rowsOf,
  type Stage,
  type States,
  shown,
  stageOf,
} from './phases.js';
import { descend } from './train.js';
import type { Batch, Description, Gradient, ParameterSet, PerNode } from './types.js';

export interface PredictiveCodingOptions {
  /** Predictions f(W v + b) of rates v, or W f(v) + b of sums v. */
  readonly convention: 'post-activation' | 'pre-activation';
  /** Frozen: predictions, their slopes and what they were made from stay those of the sweep. */
  readonly predictions: 'current' | 'frozen';
  readonly plasticity: 'equilibrium' | 'continuous';
  readonly outputVariance: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly learningRate: number;
}

/** All that changes. */
interface Scene extends Stage {
  readonly options: PredictiveCodingOptions;
  readonly v: PerNode;
  readonly prediction: PerNode;
  readonly slope: PerNode;
  readonly e: PerNode;
  readonly precision: PerNode;
  /** What predictions were last made from. */
  readonly heard: PerNode;
}

/**
 * Predictive coding (Whittington and Bogacz 2017): F = sum over nodes of |v - mu|^2 / (2 S), S the variance of outputs and
 * 1 elsewhere; inputs hold the stimulus and all outputs their targets.
 *   mu = f(W v + b):    dv/dt = -e / S + sum over children of W^T (e / S * f'(a)),        dL/dW = -(e / S * f'(a)) v^T
 *   mu = W f(v) + b:    dv/dt = -e / S + f'(v) * sum over children of W^T (e / S),        dL/dW = -(e / S) f(v)^T
 */
export function predictiveCoding(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: PredictiveCodingOptions,
): Played {
  const scene = sceneOf(stageOf(network, batch), options);
  sweep(scene, params);
  clamp(scene);
  let now = params;
  settle(scene, now);
  const relax: States[] = [statesOf(scene)];
  const gradient: Gradient = {};
  for (let step = 0; step < options.steps; step++) {
    const velocity = velocities(scene, now);
    if (options.plasticity === 'continuous') {
      const share: Gradient = {};
      addProducts(scene, share, -1, scene.heard, deltas(scene));
      now = descend(now, { ...zeros(now), ...share }, options.learningRate * options.stepSize);
      addUp(gradient, share, options.stepSize);
    }
    for (const [name, rows] of Object.entries(velocity)) {
      scene.v[name] = scene.v[name].map((row, s) =>
        row.map((value, i) => value + options.stepSize * rows[s][i]),
      );
    }
    settle(scene, now);
    relax.push(statesOf(scene));
  }
  if (options.plasticity === 'equilibrium') addProducts(scene, gradient, -1, scene.heard, deltas(scene));
  const ends = {
    relax: { energy: energyOf(scene), velocity: largest(...Object.values(velocities(scene, now))) },
  };
  return { course: { relax }, ends, gradient };
}

function sceneOf(stage: Stage, options: PredictiveCodingOptions): Scene {
  return {
    ...stage,
    options,
    v: {},
    prediction: {},
    slope: {},
    e: {},
    precision: {},
    heard: { ...(stage.inputs as PerNode) },
  };
}

const isPost = ({ options }: Scene): boolean => options.convention === 'post-activation';

/** mu and its slope, from what is heard. */
function predict(scene: Scene, params: ParameterSet): void {
  for (const node of scene.graph.order) predictOne(scene, params, node);
}

function predictOne(scene: Scene, params: ParameterSet, node: Stage['graph']['order'][number]): void {
  const a = gathered(scene, params, node, scene.heard);
  const { activation, name } = node;
  scene.prediction[name] = isPost(scene) ? a.map((row) => row.map((x) => activate(activation, x))) : a;
  scene.slope[name] = a.map((row) => row.map((x) => (isPost(scene) ? slope(activation, x) : 1)));
}

/** What a node offers to those above: v, or f(v). */
function offer(scene: Scene, { name, activation }: { name: string; activation: string }): void {
  const { v, heard } = scene;
  heard[name] = isPost(scene) ? v[name] : v[name].map((row) => row.map((x) => activate(activation, x)));
}

function sweep(scene: Scene, params: ParameterSet): void {
  for (const node of scene.graph.order) {
    predictOne(scene, params, node);
    scene.v[node.name] = scene.prediction[node.name];
    offer(scene, node);
  }
}

function clamp(scene: Scene): void {
  const { losses, order } = scene.graph;
  for (const node of order) {
    const output = node.name in losses;
    if (output) scene.v[node.name] = scene.targets[node.name].map((row) => [...row]);
    const variance = output ? scene.options.outputVariance : 1;
    scene.precision[node.name] = rowsOf(scene, node, () => 1 / variance);
  }
}

/** Predictions follow the values, unless they are frozen; errors follow both. */
function settle(scene: Scene, params: ParameterSet): void {
  const { order } = scene.graph;
  if (scene.options.predictions === 'current') {
    for (const node of order) offer(scene, node);
    predict(scene, params);
  }
  for (const node of order) {
    const { v, prediction } = scene;
    scene.e[node.name] = rowsOf(scene, node, (s, i) => v[node.name][s][i] - prediction[node.name][s][i]);
  }
}

/** e / S * slope. */
function deltas(scene: Scene): PerNode {
  const { e, precision, slope: slopes } = scene;
  const entries = scene.graph.order.map((node) => {
    const { name } = node;
    return [name, rowsOf(scene, node, (s, i) => precision[name][s][i] * e[name][s][i] * slopes[name][s][i])];
  });
  return Object.fromEntries(entries);
}

/** dv/dt of all that are not held. */
function velocities(scene: Scene, params: ParameterSet): PerNode {
  const { e, precision, v, prediction, graph, options } = scene;
  const delta = deltas(scene);
  const free = graph.order.filter(({ name }) => !(name in graph.losses));
  const entries = free.map((node) => {
    const { name, activation } = node;
    const above = returned(scene, params, node, delta);
    // f' of a frozen network is that of the sweep, where v was what was predicted.
    const at = options.predictions === 'frozen' ? prediction[name] : v[name];
    const gain = (s: number, i: number) => (isPost(scene) ? 1 : slope(activation, at[s][i]));
    const velocity = (s: number, i: number) =>
      gain(s, i) * above[s][i] - precision[name][s][i] * e[name][s][i];
    return [name, rowsOf(scene, node, velocity)];
  });
  return Object.fromEntries(entries);
}

/** F, the mean over the batch. */
function energyOf({ graph, e, precision, samples }: Scene): number {
  let sum = 0;
  for (const { name } of graph.order) {
    for (let n = 0; n < samples; n++) {
      for (let i = 0; i < e[name][n].length; i++) sum += 0.5 * precision[name][n][i] * e[name][n][i] ** 2;
    }
  }
  return sum / samples;
}

function zeros(params: ParameterSet): Gradient {
  return Object.fromEntries(
    Object.entries(params).map(([name, { data }]) => [name, Array.from(data, () => 0)]),
  );
}

function addUp(total: Gradient, share: Gradient, factor: number): void {
  for (const [name, values] of Object.entries(share)) {
    total[name] = values.map((value, i) => (total[name]?.[i] ?? 0) + factor * value);
  }
}

const statesOf = ({ v, prediction, slope: slopes, precision, e }: Scene): States =>
  shown({ v, prediction, slope: slopes, precision, e });
