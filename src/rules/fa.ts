import { family } from './family.js';
import type { Phase } from './rule.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

type N = { state: 'rate' | 'slope' | 'delta'; says: { up: 'rate'; down: 'delta' } };
const { say, set, learn, rule } = words<N>();

/** delta = f'(a) (B delta above + dL/dx), node after node from the outputs; dL/dw = delta * rate below. */
const errors: Phase<N> = {
  name: 'errors',
  order: 'down',
  talk: [
    set({ delta: (m, n) => m.mul(m.add(n.apical.delta, n.errorAt(n.rate)), n.slope) }),
    say('down', { delta: 'delta' }, 'neuron'),
  ],
  ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.delta }] })],
};

/** Feedback alignment: errors come down over fixed random weights (Lillicrap et al. 2016, arXiv 1411.0247). */
export const fa = family({
  name: 'fa',
  summary: 'feedback alignment: errors come down over fixed random weights',
  source: 'Lillicrap et al. 2016, Nature Communications 7:13276',
  options: {},
  of: () =>
    rule({
      name: 'fa',
      paths: { up: { way: 'up' }, down: { way: 'down', weights: 'feedback' } },
      phases: [sweep, errors],
    }),
});
