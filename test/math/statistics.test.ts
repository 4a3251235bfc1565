import { describe, expect, it } from 'vitest';
import {
  estimate,
  holm,
  pairedDifference,
  pairedTest,
  studentT,
  studentTails,
} from '../../src/math/statistics.js';
import { paired, tails } from './scipy.js';

describe('Student t', () => {
  // Tables: two-sided 95 %.
  it.each([
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [4, 2.77645],
    [9, 2.26216],
    [10, 2.22814],
    [30, 2.04227],
    [120, 1.97993],
  ])('at %i degrees of freedom is %d', (degrees, t) => {
    expect(studentT(degrees)).toBeCloseTo(t, 4);
  });

  it('of another part of the mass', () => {
    expect(studentT(1, 0.5)).toBeCloseTo(1, 10);
    expect(studentT(5, 0.99)).toBeCloseTo(4.03214, 4);
  });
});

describe('an estimate', () => {
  it('of five values is that computed by hand', () => {
    const { n, mean, sd, low, high } = estimate([1, 2, 3, 4, 5]);
    expect({ n, mean }).toEqual({ n: 5, mean: 3 });
    expect(sd).toBeCloseTo(Math.sqrt(2.5), 12);
    // 2.77645 * 1.58114 / 2.23607
    expect(low).toBeCloseTo(3 - 1.96324, 4);
    expect(high).toBeCloseTo(3 + 1.96324, 4);
  });

  it('of one value has no spread', () => {
    expect(estimate([7])).toEqual({ n: 1, mean: 7, sd: null, low: null, high: null });
  });

  it('of equal values has an interval of no width', () => {
    expect(estimate([2, 2, 2])).toEqual({ n: 3, mean: 2, sd: 0, low: 2, high: 2 });
  });

  it('of pairs leaves out what they have in common', () => {
    const { mean, sd } = pairedDifference([10, 20, 30], [9, 18, 27]);
    expect(mean).toBe(2);
    expect(sd).toBeCloseTo(1, 12);
  });

  it('is refused of nothing, and of pairs that are none', () => {
    expect(() => estimate([])).toThrow('estimate.values: got none, expected at least one.');
    expect(() => pairedDifference([1], [])).toThrow(
      'pairedDifference.b: got 0 values, expected 1, one for each of a.',
    );
  });
});

describe('a paired test', () => {
  it.each(paired)("is SciPy's, %#", ({ a, b, mean, sd, low, high, t, p }) => {
    const found = pairedTest(a, b);
    const near = (value: number | null, other: number) =>
      expect(Math.abs(value! - other)).toBeLessThan(1e-9 * Math.max(1, Math.abs(other)));
    near(found.mean, mean);
    near(found.sd, sd);
    near(found.low, low);
    near(found.high, high);
    near(found.t, t);
    expect(Math.abs(found.p! / p - 1)).toBeLessThan(1e-9);
  });

  it.each(tails)("has tails with SciPy's digits at t = %d, %i degrees", (t, degrees, p) => {
    expect(Math.abs(studentTails(t, degrees) / p - 1)).toBeLessThan(1e-10);
  });

  it('makes no test of differences that vary by rounding only', () => {
    // 0.3 - 0.2 and 0.7 - 0.6 are not the same number.
    const found = pairedTest([0.3, 0.7, 1.1], [0.2, 0.6, 1]);
    expect(found).toMatchObject({ n: 3, sd: 0, t: null, p: null });
    expect(found.low).toBe(found.mean);
    expect(pairedTest([1, 2], [1, 2])).toMatchObject({ mean: 0, sd: 0, low: 0, high: 0, t: null, p: null });
    expect(pairedTest([5], [4])).toMatchObject({ n: 1, mean: 1, sd: null, low: null, t: null, p: null });
  });

  it("Holm's adjustment is that computed by hand", () => {
    // 0.01 * 4, 0.03 * 2 raised to that of the one before, 0.04 * 1 likewise, 0.02 * 3.
    const adjusted = holm([0.01, 0.04, 0.03, 0.02]);
    [0.04, 0.06, 0.06, 0.06].forEach((p, i) => void expect(adjusted[i]).toBeCloseTo(p, 12));
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
