import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type LossName, losses } from '../../src/neurons/losses.js';
import { slopeAt } from './slope.js';

const names = Object.keys(losses) as LossName[];

/** log sum exp of small numbers, from its definition. */
const pool = (x: readonly number[]) => Math.log(x.reduce((sum, value) => sum + Math.exp(value), 0));

const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** What each unit of an output node knows; what is pooled is taken anew from activities and targets. */
const states = (x: readonly number[], t: readonly number[]) =>
  x.map((activity, i) => ({ activity, target: t[i], pooled: pool(x), total: sumOf(t) }));

const loss = (name: LossName, x: readonly number[], t: readonly number[]) =>
  states(x, t).reduce((sum, state) => sum + losses[name].share(numbers, state), 0);

const errors = (name: LossName, x: readonly number[], t: readonly number[]) =>
  states(x, t).map((state) => losses[name].error(numbers, state));

/** Activities of up to eight units, and targets that sum to one. */
const outputs = fc.integer({ min: 1, max: 8 }).chain((units) => {
  const list = (min: number, max: number) =>
    fc.array(fc.double({ min, max, noNaN: true }), { minLength: units, maxLength: units });
  return fc.tuple(list(-4, 4), list(0.01, 1), list(-3, 3)).map(([x, raw, any]) => {
    return { x, t: raw.map((value) => value / sumOf(raw)), any };
  });
});

/** Targets of every kind: a distribution, one that is masked or weighted, one class, any numbers. */
const targetsOf = ({ t, any }: { readonly t: readonly number[]; readonly any: readonly number[] }) => [
  t,
  t.map(() => 0),
  t.map((value) => 2.5 * value),
  t.map((_, i) => (i === 0 ? 3 : 0)),
  any,
];

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

  it('cross-entropy of a masked sample is nothing, and of a weighted one its weight times as much', () => {
    expect(loss('cross-entropy', [0, 0], [0, 0])).toBe(0);
    expect(errors('cross-entropy', [0, 0], [0, 0])).toEqual([0, 0]);
    expect(loss('cross-entropy', [0, 0], [3, 0])).toBeCloseTo(3 * Math.LN2, 14);
    expect(errors('cross-entropy', [0, 0], [3, 0])).toEqual([-1.5, 1.5]);
  });

  it('cross-entropy alone needs a pool', () => {
    expect(losses.mse.pool).toBeUndefined();
    expect(losses['cross-entropy'].pool).toBe('softmax');
  });
});

describe.each(names)('%s', (name) => {
  it('has the error that its shares have, summed over the units, for any targets', () => {
    const law = fc.property(outputs, ({ x, ...given }) => {
      for (const t of targetsOf(given)) {
        for (const [i, error] of errors(name, x, t).entries()) {
          const along = (value: number) => loss(name, x.with(i, value), t);
          expect(Math.abs(error - slopeAt(along, x[i]))).toBeLessThan(1e-9);
        }
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
      fc.property(outputs, ({ x, ...given }) => {
        for (const t of targetsOf(given)) check(x, t);
      }),
      { seed: 9, numRuns: 200 },
    );

  it('has errors that sum to zero', () => {
    law((x, t) => {
      expect(Math.abs(sumOf(errors('cross-entropy', x, t)))).toBeLessThan(
        1e-14 * (1 + sumOf(t.map(Math.abs))),
      );
    });
  });

  it('does not see a shift of all activities', () => {
    law((x, t) => {
      const up = x.map((value) => value + 3);
      expect(loss('cross-entropy', up, t)).toBeCloseTo(loss('cross-entropy', x, t), 12);
    });
  });
});
