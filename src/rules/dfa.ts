import { family } from './family.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

type N = { state: 'rate' | 'slope' | 'delta'; says: { up: 'rate'; direct: 'error' } };
const { say, set, learn, rule } = words<N>();

/**
 * Direct feedback alignment: every hidden neuron hears the errors of the outputs over fixed random weights D;
 * delta = f'(a) (D error + dL/dx), dL/dw = delta * rate below. An output says dL/da, its own slope in it.
 */
export const dfa = family({
  name: 'dfa',
  summary:
    'direct feedback alignment: hidden neurons hear the errors of the outputs over fixed random weights',
  source: 'Nokland 2016, arXiv 1609.01596',
  options: {},
  of: () =>
    rule({
      name: 'dfa',
      paths: { up: { way: 'up' }, direct: { way: 'direct', weights: 'direct' } },
      answer: { phase: 'sweep', state: 'rate' },
      phases: [
        sweep,
        {
          name: 'errors',
          talk: [
            say('direct', { error: (m, n) => m.mul(n.errorAt(n.rate), n.slope) }, 'output'),
            set({ delta: (m, n) => m.mul(m.add(n.direct.error, n.errorAt(n.rate)), n.slope) }),
          ],
          ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.delta }] })],
        },
      ],
    }),
});
