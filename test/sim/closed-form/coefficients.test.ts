import { describe, expect, it } from 'vitest';
import { coefficientsOf } from '../../../src/sim/closed-form/coefficients.js';
import { binomial, negativeBinomial, poisson } from '../../../src/sim/closed-form/families.js';
import { steppedSource } from './exact.js';

const families = { synchronous: binomial, 'top-down': negativeBinomial };
const depth = 13;

describe.each(Object.entries(families))('%s', (name, family) => {
  const exact = (steps: number, h: number) => steppedSource(steps, h, depth, name === 'top-down');

  it.each([0.01, 0.1, 0.5, 0.9, 0.99, 1])('step size %d: every weight to 14 digits, small ones too', (h) => {
    for (const steps of [0, 1, 2, 7, 20, 50, 100, 300]) {
      const { source } = coefficientsOf(family(steps, h), depth);
      for (const [m, want] of exact(steps, h).entries()) {
        expect(Math.abs(source[m] - want), `C(${steps}, ${m})`).toBeLessThanOrEqual(1e-14 * Math.abs(want));
      }
    }
  });

  it.each([1.01, 1.1, 1.5, 1.9])('step size %d: to 14 digits of the largest term', (h) => {
    for (const steps of [0, 1, 2, 7, 20, 50, 100, 300]) {
      const { source, gain } = coefficientsOf(family(steps, h), depth);
      for (const [m, want] of exact(steps, h).entries()) {
        expect(Math.abs(source[m] - want), `C(${steps}, ${m})`).toBeLessThanOrEqual(
          1e-13 * Math.max(1, gain),
        );
      }
    }
  });

  it('after a million steps only the source is left', () => {
    for (const h of [0.001, 0.1, 1, 1.9]) {
      const { initial, source } = coefficientsOf(family(1_000_000, h), depth);
      expect(source).toEqual(new Array(depth + 1).fill(1));
      for (const c of initial) expect(Math.abs(c)).toBeLessThan(1e-300);
    }
  });

  it('a million tiny steps are continuous time', () => {
    const stepped = coefficientsOf(family(1_000_000, 5e-6), depth);
    const continuous = coefficientsOf(poisson(5), depth);
    for (let m = 0; m < depth; m++) {
      expect(stepped.initial[m] / continuous.initial[m]).toBeCloseTo(1, 3);
      expect(stepped.source[m] / continuous.source[m]).toBeCloseTo(1, 3);
    }
  });

  it('weights of states and of the source add up to one', () => {
    for (const h of [0.3, 1, 1.4]) {
      const { initial, source } = coefficientsOf(family(9, h), depth);
      for (let m = 0; m <= depth; m++) {
        const sum = initial.slice(0, m).reduce((a, b) => a + b, source[m]);
        expect(sum).toBeCloseTo(1, 8);
      }
    }
  });
});

describe('hand-computed weights', () => {
  it('two synchronous steps of 1/2: 1/4, 1/2, 1/4', () => {
    const { initial, source } = coefficientsOf(binomial(2, 0.5), 4);
    for (const [m, c] of [0.25, 0.5, 0.25, 0].entries()) expect(initial[m]).toBeCloseTo(c, 15);
    for (const [m, c] of [1, 0.75, 0.25, 0, 0].entries()) expect(source[m]).toBeCloseTo(c, 15);
  });

  it('two top-down steps of 1/2: (m + 1) / 2^(m + 2)', () => {
    const { initial } = coefficientsOf(negativeBinomial(2, 0.5), 4);
    for (const [m, c] of [1 / 4, 2 / 8, 3 / 16, 4 / 32].entries()) expect(initial[m]).toBeCloseTo(c, 15);
  });

  it('one synchronous step of 3/2 has signs: -1/2, 3/2, nothing', () => {
    const { initial, source } = coefficientsOf(binomial(1, 1.5), 3);
    for (const [m, c] of [-0.5, 1.5, 0].entries()) expect(initial[m]).toBeCloseTo(c, 15);
    for (const [m, c] of [1, 1.5, 0, 0].entries()) expect(source[m]).toBeCloseTo(c, 15);
  });

  it('continuous time: t^m e^-t / m!, and the Erlang distribution for the source', () => {
    const { initial, source } = coefficientsOf(poisson(2), 3);
    for (const [m, c] of [1, 2, 2].entries()) expect(initial[m]).toBeCloseTo(c * Math.exp(-2), 15);
    expect(source[3]).toBeCloseTo(1 - 5 * Math.exp(-2), 15);
  });

  it('no time, no change', () => {
    for (const family of [binomial(0, 0.3), negativeBinomial(0, 0.3), poisson(0)]) {
      expect(coefficientsOf(family, 2)).toMatchObject({ initial: [1, 0], source: [1, 0, 0] });
    }
  });
});
