import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type LossName, losses } from '../../src/neurons/losses.js';
import { slopeAt } from './slope.js';

const names = Object.keys(losses) as LossName[];

/** log sum exp of small numbers, from its definition. */
const pool = (x: readonly number[]) => Math.log(x.reduce((sum, value) => sum + Math.exp(value), 0));

/** What each unit of an output node knows; the pool is taken anew from the activities. */
const states = (x: readonly number[], t: readonly number[]) =>
  x.map((activity, i) => ({ activity, target: t[i], pooled: pool(x) }));

const loss = (name: LossName, x: readonly number[], t: readonly number[]) =>
  states(x, t).reduce((sum, state) => sum + losses[name].share(numbers, state), 0);

const errors = (name: LossName, x: readonly number[], t: readonly number[]) =>
  states(x, t).map((state) => losses[name].error(numbers, state));

/** Activities of up to eight units, and targets that sum to one. */
const outputs = fc.integer({ min: 1, max: 8 }).chain((units) => {
  const list = (min: number, max: number) =>
    fc.array(fc.double({ min, max, noNaN: true }), { minLength: units, maxLength: units });
  return fc.tuple(list(-4, 4), list(0.01, 1)).map(([x, raw]) => {
    const sum = raw.reduce((a, b) => a + b, 0);
    return { x, t: raw.map((value) => value / sum) };
  });
});

describe('losses by hand', () => {
  it('mse is half the sum of squares', () => {
    expect(loss('mse', [1, -2, 3], [0, 0, 5])).toBe(0.5 + 2 + 2);
    expect(errors('mse', [1, -2, 3], [0, 0, 5])).toEqual([1, -2, -2]);
  });

  // softmax(log 1, log 2, log 5) = (1, 2, 5) / 8
  it('cross-entropy is minus the log of the chance of the right answer', () => {
    const x = [0, Math.log(2), Math.log(5)];
    expect(loss('cross-entropy', x, [0, 1, 0])).toBeCloseTo(Math.log(4), 14);
    expect(loss('cross-entropy', x, [0.5, 0, 0.5])).toBeCloseTo(0.5 * (Math.log(8) + Math.log(8 / 5)), 14);
    const [e0, e1, e2] = errors('cross-entropy', x, [0, 1, 0]);
    expect(e0).toBeCloseTo(1 / 8, 14);
    expect(e1).toBeCloseTo(-3 / 4, 14);
    expect(e2).toBeCloseTo(5 / 8, 14);
  });

  it('cross-entropy alone needs a pool', () => {
    expect(losses.mse.pool).toBeUndefined();
    expect(losses['cross-entropy'].pool).toBe('log-sum-exp');
  });
});

describe.each(names)('%s', (name) => {
  it('has the error that its shares have, summed over the units', () => {
    const law = fc.property(outputs, ({ x, t }) => {
      const told = errors(name, x, t);
      for (const [i, error] of told.entries()) {
        const along = (value: number) => loss(name, x.with(i, value), t);
        expect(Math.abs(error - slopeAt(along, x[i]))).toBeLessThan(1e-9);
      }
    });
    fc.assert(law, { seed: 7, numRuns: 200 });
  });

  // mse rests at x = t, cross-entropy at softmax(x) = t, so at x = log t.
  it('has no error where it is least', () => {
    const law = fc.property(outputs, ({ t }) => {
      const best = name === 'mse' ? t : t.map(Math.log);
      for (const error of errors(name, best, t)) expect(Math.abs(error)).toBeLessThan(1e-14);
      const there = loss(name, best, t);
      for (const i of t.keys()) {
        expect(loss(name, best.with(i, best[i] + 0.1), t)).toBeGreaterThanOrEqual(there - 1e-14);
      }
    });
    fc.assert(law, { seed: 8, numRuns: 200 });
  });
});

describe('cross-entropy', () => {
  const law = (check: (x: readonly number[], t: readonly number[]) => void) =>
    fc.assert(
      fc.property(outputs, ({ x, t }) => check(x, t)),
      { seed: 9, numRuns: 200 },
    );

  it('has errors that sum to zero', () => {
    law((x, t) => {
      const sum = errors('cross-entropy', x, t).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum)).toBeLessThan(1e-14);
    });
  });

  it('does not see a shift of all activities', () => {
    law((x, t) => {
      const up = x.map((value) => value + 3);
      expect(loss('cross-entropy', up, t)).toBeCloseTo(loss('cross-entropy', x, t), 12);
    });
  });
});
