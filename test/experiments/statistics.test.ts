import { describe, expect, it } from 'vitest';
import { estimate, pairedDifference, studentT } from '../../experiments/lib/statistics.js';

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
