import { describe, expect, it } from 'vitest';
import { angle, norm, rootMeanSquare, squaredDistance } from '../../../src/lab/measurements/vectors.js';
import { randomStream } from '../../../src/math/random.js';

describe('angles, by hand', () => {
  it.each([
    [[1, 0], [0, 2], 90],
    [[1, 0], [-3, 0], 180],
    [[1, 1], [1, 0], 45],
    [[2, 0, 0], [1, Math.sqrt(3), 0], 60],
    [[3, 4], [3, 4], 0],
  ])('between %j and %j are %d degrees', (a, b, degrees) => {
    expect(angle(a, b)).toBeCloseTo(degrees, 12);
  });

  it('between nearly parallel vectors keep their digits', () => {
    for (const tiny of [1e-5, 1e-8, 1e-12]) {
      const degrees = (Math.atan(tiny) * 180) / Math.PI;
      expect(Math.abs(angle([1, 0, 0], [5, 5 * tiny, 0]) / degrees - 1)).toBeLessThan(1e-3);
    }
  });

  it('between a vector and a multiple of it are 0 to rounding', () => {
    const stream = randomStream(1, 'angles');
    const a = Float64Array.from({ length: 10_000 }, () => stream.normal());
    expect(angle(a, a)).toBe(0);
    const third = a.map((x) => x / 3);
    expect(angle(a, third)).toBeLessThan(1e-12);
  });

  it('with a zero do not exist', () => {
    expect(angle([0, 0], [1, 0])).toBeNaN();
  });
});

it('norms, root mean squares and distances, by hand', () => {
  expect(norm([3, 4])).toBe(5);
  expect(rootMeanSquare([1, 7])).toBe(5);
  expect(squaredDistance([1, 2], [4, 6])).toBe(25);
});
