import type { Chosen } from '../../rules/family.js';
import { type Optimiser, optimiserFamily } from '../optimiser.js';

const decay = { kind: 'number', least: 0, below: 1 } as const;

/** What Adam, and those made of it, leave to choose. */
export const adamOptions = {
  beta1: { ...decay, default: 0.9, help: 'how much the mean of gradients keeps' },
  beta2: { ...decay, default: 0.999, help: 'how much the mean of their squares keeps' },
  epsilon: {
    kind: 'number',
    default: 1e-8,
    least: 0,
    above: true,
    help: 'added to the root of the mean of squares',
  },
} as const;

/** A step by the mean of gradients over the root of the mean of their squares, both corrected for their start at 0. */
export const byMoments = ({
  beta1,
  beta2,
  epsilon,
}: Chosen<typeof adamOptions>): Pick<Optimiser, 'traces' | 'descend'> => ({
  traces: ['exp_avg', 'exp_avg_sq'],
  descend: (m, gradient, [first, second], { rate, update }) => {
    const mean = m.add(m.affine(first, beta1, 0), m.affine(gradient, 1 - beta1, 0));
    const square = m.add(m.affine(second, beta2, 0), m.affine(m.mul(gradient, gradient), 1 - beta2, 0));
    // Both sides of the fraction times the root of 1 - beta2^t: a pass over the weights less.
    const root = Math.sqrt(1 - beta2 ** update);
    const spread = m.affine(m.sqrt(square), 1, epsilon * root);
    const step = m.affine(m.div(mean, spread), (rate * root) / (1 - beta1 ** update), 0);
    return { step, traces: [mean, square] };
  },
});

/**
 * Adam: m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, and at update t
 * w <- w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
 * As torch.optim.Adam: epsilon stands outside the root, and weight decay is in the gradient (coupled: L2, not AdamW).
 */
export const adam = optimiserFamily({
  name: 'adam',
  summary: 'steps by the mean of gradients over the root of the mean of their squares',
  source: 'torch.optim.Adam; Kingma and Ba, arXiv 1412.6980, algorithm 1',
  learningRate: 0.001,
  options: adamOptions,
  of: byMoments,
});
