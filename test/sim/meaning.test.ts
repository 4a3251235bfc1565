import { describe, expect, it } from 'vitest';
import { batchedSolver, hasClosedForm, refuseMeaningless } from '../../src/sim/meaning.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { ar, arVariant } from '../../src/sim/rules/ar.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import { variantOf } from '../../src/sim/variant.js';
import { refusal } from '../network/refusals.js';

const bent = arVariant(variantOf({ derivative: 'current' }));
const plastic = arVariant(variantOf({ plasticity: 'continuous' }));
const asynchronous = { schedule: 'asynchronous' } as const;
const line = (rule: typeof ar, given: Partial<Relaxation>) =>
  refusal(() => refuseMeaningless(rule, relaxationOf(given)));

describe('a closed form', () => {
  it.each([
    ['linear, whole layers', ar, {}, true],
    ['linear, top-down', ar, { schedule: 'top-down' }, true],
    ['one unit after the other', ar, asynchronous, false],
    ['in continuous time there is no order', ar, { ...asynchronous, duration: 1 }, true],
    ['slopes that move', bent, {}, false],
    ['weights that move', plastic, { duration: 1 }, false],
  ] as const)('%s', (_, rule, given, has) => {
    expect(hasClosedForm(rule, relaxationOf(given))).toBe(has);
    expect(batchedSolver(rule, relaxationOf(given))).toBe(has ? 'closed-form' : 'euler');
  });

  it('a solver that is asked for is taken', () => {
    expect(batchedSolver(ar, relaxationOf({ solver: 'euler' }))).toBe('euler');
    expect(batchedSolver(bent, relaxationOf({ solver: 'equilibrium' }))).toBe('equilibrium');
  });
});

describe('without meaning', () => {
  const notLinear =
    'got a relaxation that is not linear, expected a linear one, whose course is known. Try solver euler with steps.';

  it.each([
    ['closed-form', { solver: 'closed-form' }],
    ['equilibrium', { solver: 'equilibrium' }],
    ['duration', { duration: 2 }],
    ['duration', { duration: 2, solver: 'closed-form' }],
  ] as const)('%s under a rule that is not linear', (what, given) => {
    expect(line(bent, given)).toBe(`relaxation.${what} with rule ar, derivative current: ${notLinear}`);
    expect(line(plastic, given)).toBe(`relaxation.${what} with rule ar, plasticity continuous: ${notLinear}`);
  });

  it('a duration with slopes that move has one only for who finds crossings', () => {
    const crossing = { findsCrossings: true };
    const asked = (rule: typeof ar, given: Partial<Relaxation>) => () =>
      refuseMeaningless(rule, relaxationOf(given), 'relaxation', crossing);
    asked(bent, { duration: 2, band: 0.1 })();
    expect(refusal(asked(plastic, { duration: 2 }))).toContain(`plasticity continuous: ${notLinear}`);
    expect(refusal(asked(bent, { solver: 'equilibrium' }))).toContain(notLinear);
    expect(refusal(asked(bent, { messages: 'threshold', quantum: 1, duration: 2 }))).toContain(notLinear);
    expect(line(ar, { duration: 2, band: 0.1 })).toBe(
      'relaxation.band with rule ar: got 0.1, expected none: no slope changes on the way. Try derivative current.',
    );
  });

  it('the closed form of a random order', () => {
    expect(line(ar, { ...asynchronous, solver: 'closed-form' })).toBe(
      'relaxation.closed-form: got schedule asynchronous, expected a schedule whose steps have a closed form: ' +
        'synchronous, top-down. Try solver euler.',
    );
  });

  it('everything else has one', () => {
    for (const given of [{}, asynchronous, { solver: 'euler' }] as const) {
      for (const rule of [ar, bent, plastic]) refuseMeaningless(rule, relaxationOf(given));
    }
    refuseMeaningless(ar, relaxationOf({ ...asynchronous, solver: 'equilibrium' }));
    refuseMeaningless(ar, relaxationOf({ ...asynchronous, duration: 1 }));
  });
});

describe('a seed', () => {
  it('belongs to an asynchronous schedule, and is whole', () => {
    expect(relaxationOf({ ...asynchronous, seed: 7 }).seed).toBe(7);
    expect(refusal(() => relaxationOf({ seed: 7 }))).toBe(
      'relaxation.seed: got it with schedule synchronous, expected schedule asynchronous, the one with a random order.',
    );
    expect(refusal(() => relaxationOf({ ...asynchronous, seed: 0.5 }))).toBe(
      'relaxation.seed: got 0.5, expected a whole number.',
    );
  });
});
