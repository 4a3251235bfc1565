/** What equilibrium propagation leaves to choose. */
export const epOptions = {
  nudging: {
    kind: 'choice',
    choices: ['one-sided', 'symmetric', 'random-sign'],
    default: 'one-sided',
    help:
      'outputs are nudged towards their targets, or both ways from where they were free, or one way or the other, drawn ' +
      'for each minibatch',
  },
  initial: {
    kind: 'choice',
    choices: ['zero', 'persistent'],
    default: 'zero',
    help: "where the free phase begins: at 0, or where the same sample's last one ended (train only)",
  },
  beta: { kind: 'number', least: 0, above: true, default: 0.5, help: 'how strongly outputs are nudged' },
  freeSteps: { kind: 'count', least: 1, default: 20, help: 'Euler steps of the free phase' },
  nudgedSteps: { kind: 'count', least: 1, default: 4, help: 'Euler steps of a nudged phase' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.5, help: 'of a step, in tau' },
} as const;
