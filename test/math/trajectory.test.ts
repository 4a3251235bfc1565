import fc from 'fast-check';
import { expect, it } from 'vitest';
import { integralOf, type Trajectory, valueAt } from '../../src/math/trajectory.js';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const trajectory = fc.record({
  origin: fc.double({ min: -2, max: 2, noNaN: true }),
  constant: number,
  terms: fc.array(number, { maxLength: 6 }),
});

it('the integral of a future is that of its values, by Gauss-Legendre quadrature', () => {
  fc.assert(
    fc.property(
      trajectory,
      fc.double({ min: 0, max: 4, noNaN: true }),
      fc.double({ min: 0, max: 6, noNaN: true }),
      (future, wait, length) => {
        const from = future.origin + wait;
        expect(
          Math.abs(integralOf(future, from, from + length) - quadrature(future, from, from + length)),
        ).toBeLessThan(1e-11);
      },
    ),
    { numRuns: 300 },
  );
});

it('over all time it is one for each term, and that of nothing is nothing', () => {
  const future = { origin: 1, constant: 0, terms: [2, -0.5, 3] };
  expect(integralOf(future, 1, 200)).toBeCloseTo(4.5, 13);
  expect(integralOf({ ...future, constant: 7 }, 4, 4)).toBe(0);
  expect(integralOf({ origin: 0, constant: 7, terms: [] }, 4, 6)).toBe(14);
});

// Five points in each of many short pieces: exact for polynomials of degree nine.
const nodes = [0, 0.5384693101056831, -0.5384693101056831, 0.906179845938664, -0.906179845938664];
const weights = [
  0.5688888888888889, 0.47862867049936647, 0.47862867049936647, 0.23692688505618908, 0.23692688505618908,
];

function quadrature(future: Trajectory, from: number, to: number): number {
  const pieces = 40;
  const half = (to - from) / pieces / 2;
  let sum = 0;
  for (let piece = 0; piece < pieces; piece++) {
    const middle = from + (2 * piece + 1) * half;
    for (const [i, node] of nodes.entries()) sum += half * weights[i] * valueAt(future, middle + half * node);
  }
  return sum;
}
