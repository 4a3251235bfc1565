import type { Names, Phase } from './rule.js';
import { words } from './words.js';

/** Names of rules whose errors come down, node after node. */
export interface ErrorNames extends Names {
  readonly state: 'rate' | 'slope' | 'delta';
  readonly says: { readonly up: 'rate'; readonly down: 'delta' };
}

const { say, set, learn } = words<ErrorNames>();

/**
 * Errors come down, node after node from the outputs: delta = f'(a) (sum of what is said above, weighed, + dL/dx);
 * dL/dw = delta * rate below.
 */
export const errors: Phase<ErrorNames> = {
  name: 'errors',
  order: 'down',
  talk: [
    set({ delta: (m, n) => m.mul(m.add(n.apical.delta, n.errorAt(n.rate)), n.slope) }),
    say('down', { delta: 'delta' }, 'neuron'),
  ],
  ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.delta }] })],
};
