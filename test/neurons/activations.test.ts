import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type ActivationName, activations } from '../../src/neurons/activations.js';
import { slopeAt } from './slope.js';

const names = Object.keys(activations) as ActivationName[];
const rate = (name: ActivationName, a: number) => activations[name].rate(numbers, a);
const slope = (name: ActivationName, a: number) => activations[name].slope(numbers, a);

// Where the slope jumps, and what it is said to be there.
const kinks: Partial<Record<ActivationName, readonly [place: number, slope: number]>> = { relu: [0, 0] };

const { E, LN2 } = Math;
const byHand: Record<ActivationName, readonly (readonly [number, number])[]> = {
  linear: [
    [-2, -2],
    [0, 0],
    [7, 7],
  ],
  relu: [
    [-2, 0],
    [0, 0],
    [7, 7],
  ],
  tanh: [
    [0, 0],
    [LN2, 3 / 5],
    [-LN2, -3 / 5],
  ],
  sigmoid: [
    [0, 1 / 2],
    [1, E / (1 + E)],
    [-LN2, 1 / 3],
  ],
  softplus: [
    [0, LN2],
    [LN2, Math.log(3)],
    [-LN2, Math.log(1.5)],
  ],
};

describe.each(names)('%s', (name) => {
  it('has the values of its definition', () => {
    for (const [a, expected] of byHand[name]) expect(rate(name, a)).toBeCloseTo(expected, 14);
  });

  it('has the slope that its rates have', () => {
    const kink = kinks[name]?.[0] ?? Number.NaN;
    const law = fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (a) => {
      fc.pre(!(Math.abs(a - kink) < 0.01));
      expect(Math.abs(slope(name, a) - slopeAt((x) => rate(name, x), a))).toBeLessThan(1e-10);
    });
    fc.assert(law, { seed: 5, numRuns: 500 });
  });

  it('has at a kink the slope that is said of it, and no kink elsewhere', () => {
    for (let a = -5; a <= 5; a += 0.5) {
      const jump = slope(name, a + 1e-9) - slope(name, a - 1e-9);
      if (a === kinks[name]?.[0]) {
        expect(jump).toBe(1);
        expect([slope(name, a), slope(name, -a)]).toEqual([kinks[name][1], kinks[name][1]]);
      } else expect(Math.abs(jump)).toBeLessThan(1e-8);
    }
  });

  it('never falls, and stays finite far out', () => {
    const far = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const law = fc.property(far, far, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(rate(name, low)).toBeLessThanOrEqual(rate(name, high));
      expect(slope(name, a)).toBeGreaterThanOrEqual(0);
      expect(slope(name, a)).toBeLessThanOrEqual(activations[name].steepest);
    });
    fc.assert(law, { seed: 6, numRuns: 500 });
  });

  it('is somewhere as steep as is said', () => {
    const slopes = [-1000, 0, 1000].map((a) => slope(name, a));
    expect(Math.max(...slopes)).toBe(activations[name].steepest);
  });

  it('passes NaN on, rather than hide it', () => {
    expect(rate(name, Number.NaN)).toBeNaN();
  });
});
