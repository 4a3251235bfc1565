/** What predictive coding leaves to choose. */
export const pcOptions = {
  convention: {
    kind: 'choice',
    choices: ['post-activation', 'pre-activation'],
    default: 'post-activation',
    help: 'predictions f(W v) of rates v, or W f(v) of sums v',
  },
  predictions: {
    kind: 'choice',
    choices: ['current', 'frozen'],
    default: 'current',
    help: 'they and their slopes follow the moving values, or stay those of the forward sweep',
  },
  plasticity: {
    kind: 'choice',
    choices: ['equilibrium', 'continuous'],
    formerly: { after: 'equilibrium', during: 'continuous' },
    default: 'equilibrium',
    help: 'when weights change: after the relaxation, or during it',
  },
  outputVariance: {
    kind: 'number',
    least: 0,
    above: true,
    default: 1,
    help: 'of the outputs; that of hidden neurons is 1',
  },
  steps: { kind: 'count', least: 0, default: 20, help: 'Euler steps of the relaxation' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.1, help: 'of a step, in tau' },
} as const;
