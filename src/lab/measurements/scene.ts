import { type Layout, layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import type { Parameters, Values } from '../../network/parameters.js';
import { type ByName, type Projections, projectionsOf } from '../../sim/batched/projections.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { Batch, Relaxed } from '../../sim/simulator.js';
import { float64 } from './float64.js';
import type { Matrix } from './matrix.js';

/** A relaxed batch in float64, to be looked at closely. */
export interface Scene {
  readonly layout: Layout;
  readonly rule: RelaxationRule;
  readonly parameters: Readonly<ByName<Matrix>>;
  readonly projections: Projections<Matrix>;
  /** Of inputs and nodes. */
  readonly forward: Readonly<ByName<Matrix>>;
  /** Of nodes, and of inputs that relax. */
  readonly relaxed: Readonly<ByName<Matrix>>;
  readonly targets: Readonly<ByName<Matrix>>;
}

/** Sets the scene, with the weights as they are before the relaxation. */
export function sceneOf(
  network: Network,
  rule: RelaxationRule,
  parameters: Parameters,
  { inputs, targets }: Batch,
  { forward, activity }: Relaxed,
): Scene {
  const layout = layOut(network);
  const matrices = uploadAll(parameters);
  return {
    layout,
    rule,
    parameters: matrices,
    projections: projectionsOf(float64, layout, matrices, (node) => rule.feedbacks.at(node).ownWeights),
    forward: { ...uploadAll(inputs), ...uploadAll(forward) },
    relaxed: uploadAll(activity),
    targets: uploadAll(targets),
  };
}

function uploadAll(values: Readonly<Record<string, Values>>): ByName<Matrix> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { data, shape }]) => [name, float64.upload(data, shape)]),
  );
}
