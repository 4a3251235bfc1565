import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plus, type Trajectory, valueAt } from '../../src/math/trajectory.js';
import { correction, driveOf, holding, untilOutside } from '../../src/neurons/sliding.js';
import { leakyIntegral } from './leaky-integral.js';

const future = (constant: number, ...terms: number[]): Trajectory => ({ origin: 0, constant, terms });
const number = fc.double({ min: -3, max: 3, noNaN: true });
const anyFuture = fc
  .tuple(number, fc.array(number, { minLength: 1, maxLength: 5 }))
  .map(([constant, terms]) => future(constant, ...terms));

describe('the drive of a pre-activation', () => {
  it('is what it leaks towards', () => {
    fc.assert(
      fc.property(anyFuture, number, (drive, start) => {
        expect(driveOf(leakyIntegral(start, drive))).toEqual(drive);
      }),
    );
  });

  it('is at the kink once the feedback is corrected', () => {
    // A = rest + G phi, whatever the rest is.
    const gain = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(
      fc.property(anyFuture, anyFuture, gain, number, (rest, phi, loop, kink) => {
        const drive = plus(rest, phi, loop);
        const corrected = plus(phi, correction(kink, drive, loop));
        const held = plus(rest, corrected, loop);
        for (const time of [0, 0.7, 3]) expect(valueAt(held, time)).toBeCloseTo(kink, 12);
      }),
    );
  });
});

describe('a neuron that comes to a kink', () => {
  // From below, with slope 0 it rises by 1; with slope 1 it would change by 1 + G x.
  const arrival = {
    kink: 0,
    way: 1 as const,
    slopes: [0, 1] as const,
    x: future(-2),
    a: future(1, -1),
    loop: 1,
  };

  it('is held where the slope beyond drives it back', () => {
    expect(holding(arrival)).toMatchObject({ constant: -1 });
    expect(holding({ ...arrival, loop: 4 })).toMatchObject({ constant: -0.25 });
  });

  it('goes on where it does not', () => {
    expect(holding({ ...arrival, x: future(-0.9) })).toBeUndefined();
    expect(holding({ ...arrival, x: future(2) })).toBeUndefined();
    expect(holding({ ...arrival, x: future(0) })).toBeUndefined();
    expect(holding({ ...arrival, loop: 0 })).toBeUndefined();
    expect(holding({ ...arrival, loop: -1 })).toBeUndefined();
  });

  it('from above likewise: with slope 1 it falls by 1, with slope 0 it would rise', () => {
    const above = { ...arrival, way: -1 as const, slopes: [1, 0] as const, a: future(-1, 1) };
    // A - G x = 1 without it: -1 + 2.
    expect(holding(above)).toMatchObject({ constant: -1 });
    expect(holding({ ...above, x: future(-0.9) })).toBeUndefined();
  });

  it('goes on if both slopes drive it away', () => {
    // Rounding has it rise towards a kink that it moves away from.
    expect(holding({ ...arrival, a: future(-1, 1), x: future(2) })).toBeUndefined();
  });
});

describe('a feedback between two others', () => {
  it('leaves by the one that it meets first', () => {
    // Between 0 and x = -1 - e^-s; x meets -1.5 at log 2.
    const x = future(-1, -1);
    expect(untilOutside(future(-1.5), [future(0), x])).toEqual({
      wait: expect.closeTo(Math.LN2, 14),
      bound: 1,
    });
    // -e^-s / 2 + 1/4 passes 0 at log 2.
    expect(untilOutside(future(0.25, -0.5), [future(0), x])).toEqual({
      wait: expect.closeTo(Math.LN2, 14),
      bound: 0,
    });
    expect(untilOutside(future(-0.5), [future(0), x]).wait).toBe(Infinity);
  });

  it('is outside at once where it begins there', () => {
    expect(untilOutside(future(0.1), [future(0), future(-1)])).toEqual({ wait: 0, bound: 0 });
    expect(untilOutside(future(-1.1), [future(0), future(-1)])).toEqual({ wait: 0, bound: 1 });
  });
});
