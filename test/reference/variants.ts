import { moveActivities } from './moves.js';
import { changes, descendBy } from './plasticity.js';
import { firstState, type Scene, setScene } from './scene.js';
import type { Batch, Description, Gradient, ParameterSet, PerNode } from './types.js';
import type { VariantOptions, VariantRelaxation } from './variant.js';

/** A variant of Activation Relaxation on one batch, step by step. Inputs are in the result where they move. */
export function relaxVariant(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: VariantOptions,
): VariantRelaxation {
  const { scene, state, course, moved } = run(network, params, batch, options);
  const continuous = options.plasticity === 'continuous';
  const gradient = continuous
    ? movement(scene, params, moved, options.learningRate)
    : changes(scene, params, state);
  return { activity: shown(scene, state), gradient, loss: scene.loss, course };
}

/** Parameters after a list of minibatches. */
export function trainVariant(
  network: Description,
  params: ParameterSet,
  batches: readonly Batch[],
  options: VariantOptions,
): ParameterSet {
  let current = params;
  for (const batch of batches) {
    const { scene, state, moved } = run(network, current, batch, options);
    const continuous = options.plasticity === 'continuous';
    current = continuous ? moved : descendBy(current, changes(scene, current, state), options);
  }
  return current;
}

/** The steps. With continuous plasticity both move from the same state: w(k + 1) = w(k) - h rate G(x(k), w(k)). */
function run(network: Description, params: ParameterSet, batch: Batch, options: VariantOptions) {
  const scene = setScene(network, params, batch, options);
  const state = firstState(scene);
  const course: VariantRelaxation['course'] = {};
  let moved = params;
  record(course, shown(scene, state));
  for (let step = 0; step < options.steps; step++) {
    const now = moved;
    if (options.plasticity === 'continuous') {
      moved = descendBy(now, changes(scene, now, state), options, options.stepSize);
    }
    moveActivities(scene, now, state, step);
    record(course, shown(scene, state));
  }
  return { scene, state, course, moved };
}

/** (w(0) - w(end)) / learningRate of every parameter that learns. */
function movement(scene: Scene, from: ParameterSet, to: ParameterSet, learningRate: number): Gradient {
  const gradient: Gradient = {};
  for (const name of Object.keys(changes(scene, from, firstState(scene)))) {
    gradient[name] = Array.from(from[name].data, (w, i) => (w - to[name].data[i]) / learningRate);
  }
  return gradient;
}

/** Nodes, and inputs that move. */
function shown({ inputs, movers }: Scene, state: PerNode): PerNode {
  const names = Object.keys(state).filter((name) => movers.includes(name) || !(name in inputs));
  return Object.fromEntries(names.map((name) => [name, state[name]]));
}

function record(course: VariantRelaxation['course'], state: PerNode): void {
  for (const [name, rows] of Object.entries(state)) {
    course[name] ??= [];
    course[name].push(rows.map((row) => [...row]));
  }
}
