import { describe, expect, it } from 'vitest';
import { nextCrossing } from '../../src/math/crossing.js';

const future = (u: number, x0: number) => [u, x0 - u] as const;

describe('the next crossing of a quantum', () => {
  it('is where u + rest e^-s is at the level', () => {
    // From 4 to 1, last said 4, quantum 1: at 3, where 3 e^-s = 2.
    expect(nextCrossing(...future(1, 4), 4, 1)).toBeCloseTo(Math.log(3 / 2), 15);
    // From -1 to 1, last said -0.5: at 0, half way.
    expect(nextCrossing(...future(1, -1), -0.5, 0.5)).toBeCloseTo(Math.LN2, 15);
    // Downward below what was said: from 3.25 to 0, last said 3.5, at 3.
    expect(nextCrossing(...future(0, 3.25), 3.5, 0.5)).toBeCloseTo(Math.log(3.25 / 3), 15);
  });

  it('never comes where the drive lies within the quantum, or nothing moves', () => {
    expect(nextCrossing(...future(1, 1.4), 1.5, 0.5)).toBe(Infinity);
    expect(nextCrossing(...future(3, 3), 1, 0.5)).toBe(Infinity);
    expect(nextCrossing(3, 0, 1, 0.5)).toBe(Infinity);
  });

  it('is now, where rounding has left it a little beyond the level', () => {
    expect(nextCrossing(...future(1, 3 - 1e-15), 4, 1)).toBe(0);
  });
});
