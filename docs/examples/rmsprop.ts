import { optimiserFamily } from '../../src/index.js';

/** RMSprop: v <- alpha v + (1 - alpha) g^2, w <- w - rate g / (sqrt(v) + epsilon), as torch.optim.RMSprop. */
export const rmsprop = optimiserFamily({
  name: 'rmsprop',
  summary: 'steps by the gradient over the root of the mean of its squares',
  source: 'torch.optim.RMSprop',
  learningRate: 0.01,
  options: {
    alpha: { kind: 'number', default: 0.99, least: 0, below: 1, help: 'how much the mean of squares keeps' },
    epsilon: { kind: 'number', default: 1e-8, least: 0, above: true, help: 'added to the root' },
  },
  of: ({ alpha, epsilon }) => ({
    traces: ['square_avg'],
    descend: (m, gradient, [before], { rate }) => {
      const square = m.add(m.affine(before, alpha, 0), m.affine(m.mul(gradient, gradient), 1 - alpha, 0));
      const spread = m.affine(m.sqrt(square), 1, epsilon);
      return { step: m.affine(m.div(gradient, spread), rate, 0), traces: [square] };
    },
  }),
});
