import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { feedbacks } from '../../src/rules/feedbacks.js';
import { presynaptics } from '../../src/synapses/presynaptics.js';
import { timings } from '../../src/synapses/timings.js';

describe('feedback pathways', () => {
  // Weight transport is the one thing that is not local about activation relaxation: locality reports name it.
  it.each([
    ['transpose', 'weight of the forward synapse', false, false],
    ['random', 'own weight', true, false],
    ['learned', 'own weight', true, true],
  ] as const)('%s reads the %s', (name, reads, ownWeights, learns) => {
    expect(feedbacks[name]).toMatchObject({ name, reads, ownWeights, learns });
  });
});

describe('presynaptic factors', () => {
  it.each([
    ['stored', 2, false],
    ['current', 3, true],
  ] as const)('%s', (name, value, moving) => {
    const factor = presynaptics[name];
    expect(factor.of(numbers, { forwardActivity: 2, currentActivity: 3 })).toBe(value);
    expect([factor.name, factor.moving]).toEqual([name, moving]);
  });
});

describe('timings', () => {
  it.each([
    ['equilibrium', false],
    ['continuous', true],
  ] as const)('%s', (name, whileRelaxing) => {
    expect(timings[name]).toEqual({ name, whileRelaxing });
  });
});
