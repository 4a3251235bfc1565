import { type Optimiser, optimiserFamily } from '../optimiser.js';

/** How much of the last step goes on. */
export const keptMomentum = {
  kind: 'number',
  default: 0.9,
  least: 0,
  above: true,
  below: 1,
  help: 'how much of the last step goes on',
} as const;

/** b <- momentum b + g, and a step of rate b; with Nesterov's of rate (g + momentum b). */
export const withMomentum = (kept: number, nesterov: boolean): Pick<Optimiser, 'traces' | 'descend'> => ({
  traces: ['momentum_buffer'],
  descend: (m, gradient, [before], { rate }) => {
    const buffer = m.add(m.affine(before, kept, 0), gradient);
    const direction = nesterov ? m.add(gradient, m.affine(buffer, kept, 0)) : buffer;
    return { step: m.affine(direction, rate, 0), traces: [buffer] };
  },
});

/**
 * Gradient descent with momentum: b <- momentum b + g, w <- w - rate b; with Nesterov's, w <- w - rate (g + momentum b).
 * As torch.optim.SGD with dampening 0: b is g after the first update, and the learning rate is not in it.
 */
export const momentum = optimiserFamily({
  name: 'momentum',
  summary: 'gradient descent in which what earlier gradients left goes on',
  source: 'torch.optim.SGD; Polyak 1964; Nesterov 1983, as Sutskever et al. 2013 have it',
  options: {
    momentum: keptMomentum,
    nesterov: { kind: 'flag', default: false, help: "Nesterov's momentum: the step after this one, too" },
  },
  of: ({ momentum: kept, nesterov }) => withMomentum(kept, nesterov),
});
