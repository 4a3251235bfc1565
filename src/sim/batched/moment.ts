import type { NeuronState } from '../../neurons/model.js';
import type { RelaxationRule } from '../rule.js';
import type { Device } from './device.js';
import { type ByName, type Projections, parentActivities, type Sweep } from './forward.js';
import type { RelaxationNode } from './solver.js';

/** What slopes are made of. */
export interface Moment<T> {
  readonly m: Device<T>;
  readonly rule: RelaxationRule;
  readonly projections: Projections<T>;
  readonly sweep: Sweep<T>;
}

/**
 * What a node's neurons know of themselves at a moment of the relaxation; their current slope costs a product, and is
 * made when it is asked for.
 */
export function neuronsAt<T>(
  { m, rule, projections, sweep }: Moment<T>,
  node: RelaxationNode,
  activity: Readonly<ByName<T>>,
): Omit<NeuronState<T>, 'drive'> {
  const slope = sweep.slope[node.name];
  return {
    activity: activity[node.name],
    slope,
    get currentSlope() {
      // Below it nothing moves, and neither do the weights between.
      const still = !node.parents.some(({ name }) => name in activity);
      if (still && !rule.plasticity.timing.whileRelaxing) return slope;
      return slopeAt({ m, rule, projections }, node, { ...sweep.activity, ...activity });
    },
  };
}

/** f' of a node's neurons, the activities below being those given; with the bias where the rule has it there. */
export function slopeAt<T>(
  { m, rule, projections }: Omit<Moment<T>, 'sweep'>,
  node: Pick<RelaxationNode, 'name' | 'parents' | 'activation'>,
  activity: Readonly<ByName<T>>,
): T {
  const projection = projections[node.name];
  const current = projection.current(parentActivities(node, activity));
  return node.activation.slope(m, rule.biasInDerivative ? projection.withBias(current) : current);
}
