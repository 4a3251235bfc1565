import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSumExp, numbers } from '../../src/math/numbers.js';

const { E, LN2 } = Math;

function near(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)));
}

describe('arithmetic on one number', () => {
  it('adds, subtracts, multiplies, scales and shifts', () => {
    expect(numbers.add(2, -5)).toBe(-3);
    expect(numbers.sub(2, -5)).toBe(7);
    expect(numbers.mul(-2, -5)).toBe(10);
    expect(numbers.affine(3, -2, 10)).toBe(4);
    expect(numbers.affine(3, 0, 10)).toBe(10);
    expect([numbers.ones(0), numbers.ones(-7)]).toEqual([1, 1]);
    expect([numbers.exp(0), numbers.exp(1), numbers.exp(-Infinity)]).toEqual([1, E, 0]);
  });

  it('relu keeps what is positive, and does not hide what is not a number', () => {
    expect([numbers.relu(3), numbers.relu(-3), numbers.relu(Infinity), numbers.relu(-Infinity)]).toEqual([
      3,
      0,
      Infinity,
      0,
    ]);
    expect(numbers.relu(Number.NaN)).toBeNaN();
  });

  it('step is 1 above 0 only', () => {
    expect([numbers.step(1e-300), numbers.step(0), numbers.step(-0), numbers.step(-1)]).toEqual([1, 0, 0, 0]);
  });

  // tanh(ln 2) = (2 - 1/2) / (2 + 1/2)
  it('tanh', () => {
    near(numbers.tanh(LN2), 0.6);
    near(numbers.tanh(-LN2), -0.6);
    expect([numbers.tanh(800), numbers.tanh(-800), numbers.tanh(1e-300)]).toEqual([1, -1, 1e-300]);
  });

  // sigmoid(ln 3) = 1 / (1 + 1/3); sigmoid(-x) = 1 - sigmoid(x)
  it('sigmoid', () => {
    near(numbers.sigmoid(Math.log(3)), 0.75);
    near(numbers.sigmoid(-Math.log(3)), 0.25);
    expect([numbers.sigmoid(0), numbers.sigmoid(800), numbers.sigmoid(-800)]).toEqual([0.5, 1, 0]);
    near(numbers.sigmoid(-700) * Math.exp(700), 1);
  });

  // softplus(ln 3) = ln 4, softplus(-ln 3) = ln(4/3); far out x and e^x
  it('softplus', () => {
    near(numbers.softplus(Math.log(3)), Math.log(4));
    near(numbers.softplus(-Math.log(3)), Math.log(4 / 3));
    near(numbers.softplus(0), LN2);
    expect([numbers.softplus(800), numbers.softplus(-800)]).toEqual([800, 0]);
    near(numbers.softplus(-700) * Math.exp(700), 1);
  });

  it.each(['relu', 'tanh', 'sigmoid', 'softplus', 'exp'] as const)('%s of NaN is NaN', (name) => {
    expect(numbers[name](Number.NaN)).toBeNaN();
  });

  const real = fc.double({ min: -1000, max: 1000, noNaN: true });

  it('softplus(x) - softplus(-x) = x, and sigmoid(x) + sigmoid(-x) = 1', () => {
    const law = fc.property(real, (x) => {
      near(numbers.softplus(x) - numbers.softplus(-x), x);
      near(numbers.sigmoid(x) + numbers.sigmoid(-x), 1);
    });
    fc.assert(law, { seed: 1, numRuns: 1000 });
  });

  it('tanh x = 2 sigmoid(2x) - 1', () => {
    const law = fc.property(real, (x) => near(numbers.tanh(x), 2 * numbers.sigmoid(2 * x) - 1));
    fc.assert(law, { seed: 2, numRuns: 1000 });
  });
});

describe('log sum exp', () => {
  it('by hand', () => {
    near(logSumExp([0]), 0);
    near(logSumExp([Math.log(1), Math.log(2), Math.log(5)]), Math.log(8));
  });

  it('neither overflows nor loses its smallest', () => {
    near(logSumExp([1000, 1000]), 1000 + LN2);
    near(logSumExp([-1000, -1000, -1000]), -1000 + Math.log(3));
    near(logSumExp([710, -710]), 710);
    expect(logSumExp([0, -Infinity])).toBe(0);
  });

  it('NaN anywhere is NaN', () => {
    expect(logSumExp([0, Number.NaN, 1])).toBeNaN();
  });

  it('shifts with its numbers and does not care for their order', () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 });
    const law = fc.property(values, fc.double({ min: -500, max: 500, noNaN: true }), (list, shift) => {
      const here = logSumExp(list);
      expect(Math.abs(logSumExp(list.map((v) => v + shift)) - here - shift)).toBeLessThan(1e-12);
      expect(Math.abs(logSumExp([...list].reverse()) - here)).toBeLessThan(1e-13);
    });
    fc.assert(law, { seed: 3, numRuns: 300 });
  });
});
