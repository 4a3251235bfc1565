import type { LaidOutNode } from '../../network/layout.js';
import type { ByName } from '../../sim/batched/projections.js';
import { float64 } from './float64.js';
import type { Matrix } from './matrix.js';
import { finite, type Measurements } from './row.js';
import type { Scene } from './scene.js';

/** Derivatives that differ by more have changed. */
export const changeThreshold = 1e-3;

/**
 * How good it is to freeze the forward pass, per node: the part of its units, over all samples, whose derivative f' at
 * the relaxed pre-activation W concat(relaxed activities of the parents) + b is not the frozen one, and the mean
 * absolute difference. The bias is in the pre-activation where the rule has it there.
 */
export function measureDerivatives(scene: Scene): Measurements {
  const rows = scene.layout.nodes.map((node): Measurements => {
    const { changed, mean } = shiftOf(scene, node);
    return { [`changed/${node.name}`]: finite(changed), [`shift/${node.name}`]: finite(mean) };
  });
  return Object.assign({}, ...rows);
}

function shiftOf(scene: Scene, node: LaidOutNode): { readonly changed: number; readonly mean: number } {
  const { forward, relaxed } = scene;
  // What stands on inputs that hold the stimulus has not moved.
  if (!node.parents.some(({ name }) => name in relaxed)) return { changed: 0, mean: 0 };
  const frozen = slopeAt(scene, node, forward).data;
  const current = slopeAt(scene, node, { ...forward, ...relaxed }).data;
  let count = 0;
  let sum = 0;
  for (let i = 0; i < frozen.length; i++) {
    const difference = Math.abs(current[i] - frozen[i]);
    sum += difference;
    if (difference > changeThreshold) count++;
  }
  return { changed: count / frozen.length, mean: sum / frozen.length };
}

/** f' of a node's neurons, the activities below being those given; with the bias where the rule has it there. */
function slopeAt(
  { rule, projections }: Scene,
  { name, parents, activation }: LaidOutNode,
  activity: Readonly<ByName<Matrix>>,
): Matrix {
  const projection = projections[name];
  const current = projection.current(parents.map((parent) => activity[parent.name]));
  return activation.slope(float64, rule.biasInDerivative ? projection.withBias(current) : current);
}
