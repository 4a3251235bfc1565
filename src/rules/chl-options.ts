/** What contrastive Hebbian learning leaves to choose. */
export const chlOptions = {
  gamma: {
    kind: 'number',
    least: 0,
    above: true,
    default: 0.1,
    help: 'how strong feedback is: what comes down is multiplied by it',
  },
  freeSteps: { kind: 'count', least: 1, default: 40, help: 'Euler steps of the free phase' },
  clampedSteps: { kind: 'count', least: 1, default: 40, help: 'Euler steps of the clamped phase' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.5, help: 'of a step, in tau' },
} as const;
