import type { Derivative } from '../derivative.js';
import type { NeuronModel } from '../model.js';

/**
 * Activation Relaxation (arXiv 2009.05359, eq. 5; without the derivative eq. 8, with the sign of its code):
 *
 *     dx/dt = -x + sum of weight * f'(a_above) * x_above
 *
 * The neuron above multiplies by its own slope before it speaks, so nobody reads another neuron's derivative.
 */
export const activationRelaxation = (derivative: Derivative): NeuronModel => ({
  linear: !derivative.moving,
  velocity: (m, { activity, drive }) => m.sub(drive, activity),
  equilibrium: (_, { drive }) => drive,
  feedback: (m, neuron) => derivative.times(m, neuron.activity, neuron),
});
