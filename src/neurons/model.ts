import type { Arithmetic } from '../math/arithmetic.js';
import type { Slopes } from './derivative.js';

/** What a neuron knows of itself while it relaxes. */
export interface NeuronState<T> extends Slopes<T> {
  /** x, the moving activity. */
  readonly activity: T;
  /** Sum of what its feedback synapses last delivered. */
  readonly drive: T;
}

/** How a neuron moves during the relaxation, and what it says; tau = 1. */
export interface NeuronModel {
  /** Velocity and feedback are linear in the activities, and the velocity is drive - activity. */
  readonly linear: boolean;
  /** dx/dt */
  velocity<T>(m: Arithmetic<T>, neuron: Pick<NeuronState<T>, 'activity' | 'drive'>): T;
  /** The activity at which dx/dt = 0 under a constant drive. */
  equilibrium<T>(m: Arithmetic<T>, neuron: Pick<NeuronState<T>, 'drive'>): T;
  /** The message to the neurons below, before a synapse weighs it. */
  feedback<T>(m: Arithmetic<T>, neuron: Slopes<T> & Pick<NeuronState<T>, 'activity'>): T;
}

/** One forward Euler step of size h: x + h dx/dt. */
export function eulerStep<T>(
  model: NeuronModel,
  m: Arithmetic<T>,
  neuron: Pick<NeuronState<T>, 'activity' | 'drive'>,
  stepSize: number,
): T {
  return m.add(neuron.activity, m.affine(model.velocity(m, neuron), stepSize, 0));
}
