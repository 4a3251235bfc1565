import { family, words } from '../../src/index.js';
import { sweep } from '../../src/rules/sweep.js';

type N = {
  state: 'rate' | 'slope' | 'x' | 'felt';
  says: { up: 'rate'; down: 'x'; errors: 'error' };
};
const { say, set, move, learn, rule } = words<N>();

/**
 * A rule that is in no list: after the sweep x relaxes to what comes down over feedback weights of its own, and to `felt`,
 * which follows the errors of the outputs over a direct pathway. Both kinds of weights learn.
 */
export const outside = family({
  name: 'outside',
  summary: 'two states that relax, by what comes down and by what outputs say directly',
  source: 'of a test',
  options: {
    steps: { kind: 'count', least: 1, default: 6, help: 'Euler steps of the relaxation' },
    pull: { kind: 'number', least: 0, default: 0.5, help: 'of the direct pathway' },
  },
  of: ({ steps, pull }) =>
    rule({
      name: 'outside',
      paths: {
        up: { way: 'up' },
        down: { way: 'down', weights: 'feedback' },
        errors: { way: 'direct', weights: 'direct' },
      },
      answer: { phase: 'sweep', state: 'rate' },
      phases: [
        sweep,
        {
          name: 'relax',
          steps,
          stepSize: 0.25,
          begins: [set({ x: (_, n) => n.errorAt(n.rate) })],
          talk: [
            say('errors', { error: (m, n) => m.mul(n.errorAt(n.rate), n.slope) }, 'output'),
            say('down', { x: (m, n) => m.mul(n.x, n.slope) }, 'neuron'),
          ],
          moves: [
            move(
              {
                felt: (m, n) => m.sub(n.errors.error, n.felt),
                x: (m, n) => m.sub(m.add(n.apical.x, m.mul(pull, n.felt)), n.x),
              },
              'inner',
            ),
          ],
          ends: [
            learn({
              up: [{ pre: (_, heard) => heard.rate, post: (m, n) => m.mul(n.x, n.slope) }],
              errors: [{ pre: (_, heard) => heard.error, post: (_, n) => n.rate }],
            }),
            learn({ down: [{ pre: (_, heard) => heard.x, post: (_, n) => n.rate }] }, 'all'),
          ],
        },
      ],
    }),
});
