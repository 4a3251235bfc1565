import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type ActivationName, activations } from '../../src/neurons/activations.js';
import { slopeAt } from './slope.js';

const names = Object.keys(activations) as ActivationName[];
const rate = (name: ActivationName, a: number) => activations[name].rate(numbers, a);
const slope = (name: ActivationName, a: number) => activations[name].slope(numbers, a);

// Where the slope jumps, and what it is said to be there.
const kinks: Partial<Record<ActivationName, readonly [place: number, slope: number, jump: number]>> = {
  relu: [0, 0, 1],
  abs: [0, 0, 2],
};

/** Where it is defined, as far as it is looked at; everywhere, if not said. */
const domains: Partial<Record<ActivationName, readonly [from: number, to: number]>> = {
  reciprocal: [0.5, 6],
  rsqrt: [0.5, 6],
};
const [everywhere] = [[-6, 6]] as const;
const rising: readonly ActivationName[] = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'];

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
  // torch.nn.functional.gelu(x, approximate='tanh') of 1, -1 and 2 in float64.
  gelu: [
    [0, 0],
    [1, 0.8411919906082768],
    [-1, -0.15880800939172324],
    [2, 1.954597694087775],
  ],
  silu: [
    [0, 0],
    [1, E / (1 + E)],
    [-LN2, -LN2 / 3],
  ],
  exp: [
    [0, 1],
    [1, E],
    [-LN2, 0.5],
  ],
  square: [
    [0, 0],
    [-3, 9],
    [0.5, 0.25],
  ],
  abs: [
    [0, 0],
    [-3, 3],
    [0.5, 0.5],
  ],
  reciprocal: [
    [4, 0.25],
    [-2, -0.5],
  ],
  rsqrt: [
    [4, 0.5],
    [0.25, 2],
  ],
};

describe.each(names)('%s', (name) => {
  it('has the values of its definition', () => {
    for (const [a, expected] of byHand[name]) expect(rate(name, a)).toBeCloseTo(expected, 14);
  });

  it('has the slope that its rates have', () => {
    const kink = kinks[name]?.[0] ?? Number.NaN;
    const [min, max] = domains[name] ?? everywhere;
    const law = fc.property(fc.double({ min, max, noNaN: true }), (a) => {
      fc.pre(!(Math.abs(a - kink) < 0.01));
      const size = Math.max(1, Math.abs(rate(name, a)));
      expect(Math.abs(slope(name, a) - slopeAt((x) => rate(name, x), a)) / size).toBeLessThan(1e-9);
    });
    fc.assert(law, { seed: 5, numRuns: 500 });
  });

  it('has at a kink the slope that is said of it, and no kink elsewhere', () => {
    const [from] = domains[name] ?? [-5];
    for (let a = from; a <= 5; a += 0.5) {
      const jump = slope(name, a + 1e-9) - slope(name, a - 1e-9);
      if (a === kinks[name]?.[0]) {
        expect(jump).toBeCloseTo(kinks[name][2], 8);
        expect([slope(name, a), slope(name, -a)]).toEqual([kinks[name][1], kinks[name][1]]);
      } else expect(Math.abs(jump)).toBeLessThan(5e-8 * Math.max(1, Math.abs(slope(name, a))));
    }
  });

  it.skipIf(!rising.includes(name))('never falls, and stays finite far out', () => {
    const far = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const law = fc.property(far, far, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(rate(name, low)).toBeLessThanOrEqual(rate(name, high));
      expect(slope(name, a)).toBeGreaterThanOrEqual(0);
      expect(slope(name, a)).toBeLessThanOrEqual(activations[name].steepest);
    });
    fc.assert(law, { seed: 6, numRuns: 500 });
  });

  it('is somewhere as steep as is said, and nowhere steeper', () => {
    const { steepest } = activations[name];
    const places = Array.from({ length: 24_001 }, (_, k) => (k - 12_000) / 1000).filter((a) => a !== 0);
    const slopes = [-1000, 0, 1000, ...places].map((a) => Math.abs(slope(name, a)));
    const largest = slopes.filter(Number.isFinite).reduce((a, b) => Math.max(a, b));
    if (steepest === Infinity) expect(largest).toBeGreaterThan(20);
    else {
      expect(largest).toBeLessThanOrEqual(steepest);
      expect(largest).toBeGreaterThan(steepest - 1e-5);
    }
  });

  it('passes NaN on, rather than hide it', () => {
    expect(rate(name, Number.NaN)).toBeNaN();
  });
});
