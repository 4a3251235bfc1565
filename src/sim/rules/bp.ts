import type { BackpropagationRule } from '../rule.js';

/** Backpropagation (Rumelhart, Hinton, Williams 1986), on the same tensors: what `ar` is compared with. */
export const bp: BackpropagationRule = {
  kind: 'backpropagation',
  name: 'bp',
  needs: [
    { update: 'error signal', reads: "f' of the forward sweep", level: 1 },
    { update: 'error signal', reads: 'order of layers', level: 2 },
    { update: 'error signal', reads: 'weight', level: 3 },
    { update: 'error signal', reads: 'product with the turned matrix', level: 4 },
    { update: 'weight', reads: 'forward activity', level: 1 },
  ],
};
