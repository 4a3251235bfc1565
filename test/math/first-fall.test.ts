import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstFall } from '../../src/math/first-fall.js';
import { valueAt } from '../../src/math/trajectory.js';

const future = (constant: number, ...terms: number[]) => ({ origin: 0, constant, terms });

describe('the first fall below zero', () => {
  it('by hand', () => {
    expect(firstFall(future(-1, 3))).toBeCloseTo(Math.log(2 + 1), 15);
    // -1 + 2 e^-s + 4 s e^-s begins at 1 and rises first.
    const s = firstFall(future(-1, 2, 4));
    expect(2 * Math.exp(-s) + 4 * s * Math.exp(-s)).toBeCloseTo(1, 14);
    expect(s).toBeGreaterThan(1);
  });

  it('is now where it is below zero, or falls from it at once', () => {
    expect(firstFall(future(-1))).toBe(0);
    expect(firstFall(future(1, -2, 100))).toBe(0);
    // Zero at the start, with its first derivative: -(1 - e^-s (1 + s)).
    expect(firstFall(future(-1, 1, 1))).toBe(0);
    expect(firstFall(future(1, -1, -1))).toBe(Infinity);
  });

  it('never comes where it only touches zero, and comes where it passes through with slope zero', () => {
    // (1 - s)^2 e^-s and (1 - s)^3 e^-s.
    expect(firstFall(future(0, 1, -2, 2))).toBe(Infinity);
    expect(firstFall(future(0, 1, -3, 6, -6))).toBeCloseTo(1, 4);
  });

  it('is the first of several, and after a rise from below none is missed', () => {
    // (1 - s)(2 - s)(3 - s) e^-s / 6 = (1 - 11/6 s + s^2 - s^3/6) e^-s.
    expect(firstFall(future(0, 1, -11 / 6, 2, -1))).toBeCloseTo(1, 12);
    // Its negative begins below.
    expect(firstFall(future(0, -1, 11 / 6, -2, 1))).toBe(0);
    // (s + 1)(2 - s)(3 - s)(4 - s) e^-s = (24 - 2 s - 17 s^2 + 8 s^3 - s^4) e^-s.
    expect(firstFall(future(0, 24, -2, -34, 48, -24))).toBeCloseTo(2, 12);
  });

  it('far out, where hardly anything is left of e^-s', () => {
    // e^-s - 1e-300, and (1000 - s) e^-s, whose values are zero there.
    expect(firstFall(future(-1e-300, 1))).toBeCloseTo(300 * Math.LN10, 8);
    expect(firstFall(future(0, 1000, -1))).toBeCloseTo(1000, 8);
  });

  it('is what dense sampling finds, for any future', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const any = fc.tuple(number, fc.array(number, { maxLength: 7 }));
    fc.assert(
      fc.property(any, ([constant, terms]) => {
        const p = future(constant, ...terms);
        const fall = firstFall(p);
        let first = 0;
        while (first < 40 && valueAt(p, first) >= -1e-9) first += 0.01;
        // What sampling finds below zero has fallen, and not before the sample before it.
        if (first < 40) expect(fall).toBeLessThanOrEqual(first);
        else expect(fall === Infinity || fall > 40 || Math.abs(valueAt(p, fall)) < 1e-9).toBe(true);
        if (fall > 0 && fall < 40) expect(Math.abs(valueAt(p, fall))).toBeLessThan(1e-12);
      }),
      { numRuns: 400, seed: 5 },
    );
  });
});
