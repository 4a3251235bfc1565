import { refuse } from '../../src/errors.js';

/** What a sample tells of the mean of what it was drawn from. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null of a single value. */
  readonly sd: number | null;
  /** Ends of the 95 % confidence interval of the mean, by Student's t; null of a single value. */
  readonly low: number | null;
  readonly high: number | null;
}

const confidence = 0.95;

/** Mean, standard deviation and confidence interval. @throws {InputError} of no values */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  if (n === 0) refuse({ where: 'estimate.values', got: 'none', expected: 'at least one' });
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean, sd: null, low: null, high: null };
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const margin = (studentT(n - 1) * sd) / Math.sqrt(n);
  return { n, mean, sd, low: mean - margin, high: mean + margin };
}

/** The mean difference of pairs, such as two conditions under the same seeds: a[i] - b[i]. */
export function pairedDifference(a: readonly number[], b: readonly number[]): Estimate {
  if (a.length !== b.length) {
    refuse({
      where: 'pairedDifference.b',
      got: `${b.length} values`,
      expected: `${a.length}, one for each of a`,
    });
  }
  return estimate(a.map((value, i) => value - b[i]));
}

/** The t between which and -t Student's distribution has this part of its mass. */
export function studentT(degrees: number, within = confidence): number {
  let [low, high] = [0, 1];
  while (massWithin(high, degrees) < within) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (massWithin(middle, degrees) < within) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// Abramowitz and Stegun 26.7.3 and 26.7.4: a finite sum for a whole number of degrees of freedom.
function massWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const odd = degrees % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = odd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= (square * (k + 1)) / (k + 2);
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
