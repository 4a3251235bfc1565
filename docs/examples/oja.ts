import { family, words } from '../../src/index.js';

const { say, set, learn, rule } = words<{ state: 'y'; says: { up: 'x' } }>();

/** Oja's rule: y = sum of w x, dw/dt = y (x - y w). */
export const oja = family({
  name: 'oja',
  summary: "Oja's rule: weights turn to the first principal component of what they hear",
  source: 'Oja 1982, Journal of Mathematical Biology 15',
  options: {},
  of: () =>
    rule({
      name: 'oja',
      paths: { up: { way: 'up' } },
      answer: { phase: 'hear', state: 'y' },
      phases: [
        {
          name: 'hear',
          order: 'up',
          talk: [
            set({ y: (_, n) => n.stimulus }, 'input'),
            set({ y: (_, n) => n.basal.x }),
            say('up', { x: 'y' }),
          ],
          ends: [
            learn({
              up: [
                { gain: -1, pre: (_, heard) => heard.x, post: (_, n) => n.y },
                { post: (m, n) => m.mul(n.y, n.y), own: (_, weight) => weight },
              ],
            }),
          ],
        },
      ],
    }),
});
