import type { WeightArithmetic } from '../../math/arithmetic.js';
import { optimiserFamily } from '../optimiser.js';

/** Larger than any square that float32 holds. */
const largest = 3e38;

/**
 * RMSprop: v <- alpha v + (1 - alpha) g^2, w <- w - rate g / (sqrt(v) + epsilon).
 * Centred: a <- alpha a + (1 - alpha) g, and v - a^2, the variance of gradients, instead of v under the root. With momentum:
 * b <- momentum b + g / (sqrt(v) + epsilon), w <- w - rate b. As torch.optim.RMSprop: epsilon stands outside the root, v
 * begins at 0 and is not corrected for that, and weight decay is in the gradient.
 */
export const rmsprop = optimiserFamily({
  name: 'rmsprop',
  summary: 'steps by the gradient over the root of the mean of its squares',
  source: 'torch.optim.RMSprop; Hinton 2012, lecture 6e; centred: Graves, arXiv 1308.0850',
  learningRate: 0.01,
  options: {
    alpha: { kind: 'number', default: 0.99, least: 0, below: 1, help: 'how much the mean of squares keeps' },
    epsilon: { kind: 'number', default: 1e-8, least: 0, above: true, help: 'added to the root' },
    momentum: { kind: 'number', default: 0, least: 0, below: 1, help: 'how much of the last step goes on' },
    centred: { kind: 'flag', default: false, help: 'the variance of gradients instead of their mean square' },
  },
  mayKeep: ['grad_avg', 'momentum_buffer'],
  of: ({ alpha, epsilon, momentum, centred }) => {
    const names = [
      'square_avg',
      ...(centred ? ['grad_avg'] : []),
      ...(momentum > 0 ? ['momentum_buffer'] : []),
    ];
    const mean = <T>(m: WeightArithmetic<T>, before: T, value: T): T =>
      m.add(m.affine(before, alpha, 0), m.affine(value, 1 - alpha, 0));
    return {
      traces: names,
      descend: (m, gradient, traces, { rate }) => {
        const before = (name: string) => traces[names.indexOf(name)];
        const square = mean(m, before('square_avg'), m.mul(gradient, gradient));
        const average = centred ? mean(m, before('grad_avg'), gradient) : undefined;
        // Rounding may take a variance of nothing below 0.
        const spread = average ? m.clip(m.sub(square, m.mul(average, average)), 0, largest) : square;
        const scaled = m.div(gradient, m.affine(m.sqrt(spread), 1, epsilon));
        const buffer =
          momentum > 0 ? m.add(m.affine(before('momentum_buffer'), momentum, 0), scaled) : undefined;
        return {
          step: m.affine(buffer ?? scaled, rate, 0),
          traces: [square, average, buffer].filter((trace) => trace !== undefined),
        };
      },
    };
  },
});
