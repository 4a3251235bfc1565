import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, after as later, multiple, stepsIn, stepsToCover, wholeSteps } from '../../src/math/time.js';

describe('time that is counted', () => {
  it('has one number for a multiple of a decimal step, however it is reached', () => {
    const decimal = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(decimal, fc.integer({ min: 1, max: 3000 }), ([digits, places], count) => {
        const step = Number(`${digits}e-${places}`);
        const literal = Number(`${BigInt(digits) * BigInt(count)}e-${places}`);
        expect(multiple(count, step)).toBe(literal);
        let sum = 0;
        for (let k = 0; k < count; k++) sum = later(sum, step);
        expect(sum).toBe(literal);
        expect(later(multiple(count - 1, step), step)).toBe(literal);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('leaves times alone that are no decimals, and is off by no more than rounding', () => {
    expect(counted(1 / 3)).toBe(1 / 3);
    expect(counted(Math.PI * 1e5)).toBe(Math.PI * 1e5);
    expect(counted(0)).toBe(0);
    const time = fc.double({ min: 1e-12, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(time, (t) => Math.abs(counted(t) - t) <= 2 ** -50 * t),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('takes a quotient within 1e-9 of a whole number for that number', () => {
    expect(0.3 / 0.1).not.toBe(3);
    expect(stepsIn(0.3, 0.1)).toBe(3);
    expect(stepsIn(1, 1 / 3)).toBe(3);
    expect(stepsIn(0.3 + 0.9e-10, 0.1)).toBe(3);
    expect(stepsIn(0.35, 0.1)).toBeCloseTo(3.5, 12);
    expect([0, 1e-12, 0.05, 0.1, 0.15, 0.3, 0.3000001].map((d) => stepsToCover(d, 0.1))).toEqual([
      0, 0, 1, 1, 2, 3, 4,
    ]);
    expect([0.3, 0.35, 0.7, 2.3].map((d) => wholeSteps(d, 0.1))).toEqual([3, 3, 7, 23]);
  });
});
