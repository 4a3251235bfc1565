import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/math/distribution.js';
import { distributions } from '../../src/math/distributions.js';
import { randomStream } from '../../src/math/random.js';
import { moments } from './moments.js';

interface Example {
  readonly name: string;
  readonly settings: Settings;
  readonly mean: number;
  readonly variance: number;
  /** Fourth central moment over the squared variance. */
  readonly kurtosis: number;
  /** How probable a number below the mean is. */
  readonly below: number;
}

const { E } = Math;
const examples: readonly Example[] = [
  {
    name: 'uniform',
    settings: { from: 2, to: 8 },
    ...{ mean: 5, variance: 3, kurtosis: 9 / 5, below: 1 / 2 },
  },
  {
    name: 'exponential',
    settings: { mean: 5 },
    ...{ mean: 5, variance: 25, kurtosis: 9, below: 1 - 1 / E },
  },
  // The logarithm has standard deviation 1/2: below the mean with probability Phi(1/4).
  {
    name: 'lognormal',
    settings: { mean: 3, sd: 3 * Math.sqrt(E ** 0.25 - 1) },
    ...{ mean: 3, variance: 9 * (E ** 0.25 - 1), kurtosis: E + 2 * E ** 0.75 + 3 * E ** 0.5 - 3 },
    below: 0.5987063256829237,
  },
  // Shape 4, scale 1/2.
  {
    name: 'gamma',
    settings: { mean: 2, sd: 1 },
    ...{ mean: 2, variance: 1, kurtosis: 3 + 6 / 4, below: 1 - E ** -4 * (1 + 4 + 8 + 32 / 3) },
  },
  // Shape 1/2, scale 2: chi squared with one degree of freedom; erf(1 / sqrt 2).
  {
    name: 'gamma',
    settings: { mean: 1, sd: Math.SQRT2 },
    ...{ mean: 1, variance: 2, kurtosis: 3 + 6 / 0.5, below: 0.6826894921370859 },
  },
];

describe.each(examples)('$name, $settings', ({ name, settings, mean, variance, kurtosis, below }) => {
  const stream = randomStream(1, name);
  const draws = Float64Array.from({ length: 100_000 }, () => distributions[name].draw(stream, settings));
  const errors = (off: number, unit: number) => Math.abs(off) / (unit / Math.sqrt(draws.length));

  it('has mean, variance and probability of less than the mean within 4 standard errors', () => {
    const found = moments(draws);
    expect(errors(found.mean - mean, Math.sqrt(variance))).toBeLessThan(4);
    expect(errors(found.sd ** 2 - variance, variance * Math.sqrt(kurtosis - 1))).toBeLessThan(4);
    const share = draws.filter((x) => x < mean).length / draws.length;
    expect(errors(share - below, Math.sqrt(below * (1 - below)))).toBeLessThan(4);
  });

  it('gives finite numbers of at least 0 only', () => {
    expect(draws.every((x) => x >= 0 && x < Infinity)).toBe(true);
  });
});

it('every distribution is looked at, and says which parameters it cannot have', () => {
  expect(new Set(examples.map(({ name }) => name))).toEqual(new Set(Object.keys(distributions)));
  const wrong = (name: string, settings: Settings) => distributions[name].wrong(settings)?.parameter;
  expect(wrong('uniform', { from: -1, to: 1 })).toBe('from');
  expect(wrong('uniform', { from: 2, to: 1 })).toBe('to');
  expect(wrong('uniform', { from: 2, to: 2 })).toBeUndefined();
  expect(wrong('exponential', { mean: 0 })).toBe('mean');
  for (const name of ['lognormal', 'gamma']) {
    expect(wrong(name, { mean: Number.NaN, sd: 1 })).toBe('mean');
    expect(wrong(name, { mean: 1, sd: Infinity })).toBe('sd');
    expect(wrong(name, { mean: 1, sd: 1 })).toBeUndefined();
  }
});
