import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type DerivativeName, derivatives } from '../../src/neurons/derivatives.js';
import { eulerStep } from '../../src/neurons/model.js';
import { activationRelaxation } from '../../src/neurons/models/activation-relaxation.js';

const ar = activationRelaxation(derivatives.frozen);

const step = (activity: number, drive: number, stepSize: number) =>
  eulerStep(ar, numbers, { activity, drive }, stepSize);

const value = fc.double({ min: -10, max: 10, noNaN: true });
const size = fc.double({ min: 0.001, max: 1.999, noNaN: true });
const run = { seed: 10, numRuns: 500 };

describe('a relaxing neuron', () => {
  it('moves by minus its activity plus its drive', () => {
    expect(ar.velocity(numbers, { activity: 3, drive: 5 })).toBe(2);
    expect(ar.velocity(numbers, { activity: -3, drive: 0 })).toBe(3);
    expect(step(3, 5, 0.25)).toBe(3.5);
  });

  it('says its activity times its own slope: the frozen one, the current one, or none', () => {
    const said = (name: DerivativeName, slope: number) =>
      activationRelaxation(derivatives[name]).feedback(numbers, { activity: 3, slope, currentSlope: -2 });
    expect(said('frozen', 0.5)).toBe(1.5);
    expect(said('frozen', 0)).toBe(0);
    expect(said('current', 0.5)).toBe(-6);
    expect(said('none', 0.5)).toBe(3);
  });

  it('is linear unless its derivative moves with the activities', () => {
    const linear = Object.entries(derivatives).map(([name, d]) => [name, activationRelaxation(d).linear]);
    expect(Object.fromEntries(linear)).toEqual({ frozen: true, current: false, none: true });
  });

  it('rests where its activity is its drive', () => {
    fc.assert(
      fc.property(value, size, (drive, h) => {
        expect(ar.equilibrium(numbers, { drive })).toBe(drive);
        expect(ar.velocity(numbers, { activity: drive, drive })).toBe(0);
        expect(step(drive, drive, h) - drive).toBe(0);
      }),
      run,
    );
  });

  it('says that it is linear: it answers two drives together as each alone, and its activity alone', () => {
    expect(ar.linear).toBe(true);
    const law = fc.property(value, value, value, size, (x, d1, d2, h) => {
      const together = step(x, d1 + d2, h);
      expect(Math.abs(together - (step(x, d1, h) + step(0, d2, h)))).toBeLessThan(1e-12);
    });
    fc.assert(law, run);
  });

  // x(k) = d + (1 - h)^k (x(0) - d)
  it('comes geometrically nearer to a constant drive, step by step', () => {
    const law = fc.property(value, value, size, fc.nat(40), (start, drive, h, steps) => {
      let x = start;
      for (let k = 0; k < steps; k++) x = step(x, drive, h);
      expect(Math.abs(x - (drive + (1 - h) ** steps * (start - drive)))).toBeLessThan(1e-12);
    });
    fc.assert(law, run);
  });

  it('is there in one step of size 1', () => {
    fc.assert(
      fc.property(value, value, (x, drive) => {
        expect(Math.abs(step(x, drive, 1) - drive)).toBeLessThan(1e-14);
      }),
      run,
    );
  });
});
