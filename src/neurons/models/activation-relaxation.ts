import type { NeuronModel } from '../model.js';

/**
 * Activation Relaxation with the frozen forward pass (arXiv 2009.05359, eq. 5):
 *
 *     dx/dt = -x + sum of weight * f'(a_above) * x_above
 *
 * The neuron above multiplies by its own slope before it speaks, so nobody reads another neuron's derivative.
 */
export const activationRelaxation: NeuronModel = {
  linear: true,
  velocity: (m, { activity, drive }) => m.sub(drive, activity),
  equilibrium: (_, { drive }) => drive,
  feedback: (m, { activity, slope }) => m.mul(activity, slope),
};
