import type { Plasticity } from '../plasticity.js';

/**
 * dL/dw = f'(a_post) x_post xbar_pre (arXiv 2009.05359, eq. 6, with the sign of its code):
 * forward activity stored before the relaxation, times what the postsynaptic neuron relaxed to.
 */
export const storedForward: Plasticity = {
  name: 'stored-forward',
  terms: [
    {
      gain: 1,
      pre: (_, { forwardActivity }) => forwardActivity,
      post: (m, { activity, slope }) => m.mul(activity, slope),
    },
  ],
};
