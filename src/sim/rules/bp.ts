import type { BackpropagationRule } from '../rule.js';

/** Backpropagation (Rumelhart, Hinton, Williams 1986), on the same tensors: what `ar` is compared with. */
export const bp: BackpropagationRule = { kind: 'backpropagation', name: 'bp' };
