import { describe, expect, it } from 'vitest';
import { relativeDistance, slopeOf } from '../../experiments/lib/errors.js';
import {
  missing,
  missingAfterSteps,
  passing,
  pathDelays,
  settledFrom,
} from '../../experiments/lib/settling.js';

describe('what is missing of the gradient', () => {
  it('is all before anything has come, and a thousandth when the theory says', () => {
    expect(missing(3, -1)).toBe(1);
    expect(missing(1, 2)).toBeCloseTo(Math.exp(-2), 15);
    // simulation-theory, 4.2: 11.2 tau through 3 layers, 22.7 through 10.
    for (const [layers, time] of [
      [3, 11.2],
      [10, 22.7],
    ]) {
      expect(missing(layers, time - 0.1)).toBeGreaterThan(0.001);
      expect(missing(layers, time + 0.1)).toBeLessThan(0.001);
    }
  });

  it('is the sum of what passes from the layers above', () => {
    expect(passing(0, 1.5) + passing(1, 1.5) + passing(2, 1.5)).toBeCloseTo(missing(3, 1.5), 15);
    expect(passing(2, -1)).toBe(0);
  });

  it('is, after steps, that of two steps of 0.5 by hand, and tends to that of continuous time', () => {
    // Two layers: 1, 1, then 1 - 0.25.
    expect([0, 1, 2].map((n) => missingAfterSteps(2, n, 0.5))).toEqual([1, 1, 0.75]);
    expect(missingAfterSteps(4, 60_000, 1e-4)).toBeCloseTo(missing(4, 6), 3);
  });
});

describe('delays of a path', () => {
  it('are those of two dice', () => {
    const two = [...pathDelays(2, 6, 1)].map((p) => Math.round(36 * p));
    expect(two).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]);
  });
});

it('what has settled stays so', () => {
  expect(settledFrom([1, 0.01, 1, 0.1, 0.05], 0.1)).toBe(3);
  expect(settledFrom([1, 1], 0.1)).toBe(2);
});

it('distances and slopes are those by hand', () => {
  expect(relativeDistance([3, 8], [3, 4])).toBeCloseTo(0.8, 15);
  expect(
    slopeOf([
      [0, 1],
      [1, 2],
      [2, 6],
    ]),
  ).toBeCloseTo(2.5, 15);
});
