import { optimiserFamily } from '../../src/index.js';

/** Adagrad: s <- s + g^2, w <- w - rate g / (sqrt(s) + epsilon), as torch.optim.Adagrad. */
export const adagrad = optimiserFamily({
  name: 'adagrad',
  summary: 'steps by the gradient over the root of the sum of its squares',
  source: 'torch.optim.Adagrad; Duchi, Hazan and Singer 2011',
  learningRate: 0.01,
  options: {
    epsilon: { kind: 'number', default: 1e-10, least: 0, above: true, help: 'added to the root' },
  },
  of: ({ epsilon }) => ({
    traces: ['sum'],
    descend: (m, gradient, [before], { rate }) => {
      const sum = m.add(before, m.mul(gradient, gradient));
      const spread = m.affine(m.sqrt(sum), 1, epsilon);
      return { step: m.affine(m.div(gradient, spread), rate, 0), traces: [sum] };
    },
  }),
});
