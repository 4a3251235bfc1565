import { refuse } from '../errors.js';

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
  checkPairs('pairedDifference.b', a, b);
  return estimate(a.map((value, i) => value - b[i]));
}

/** A mean difference of pairs, and Student's test of whether it is 0. */
export interface PairedTest extends Estimate {
  /** mean / (sd / sqrt(n)), of n - 1 degrees of freedom; null of a single pair, and where all pairs differ by the same. */
  readonly t: number | null;
  /** Two-sided: how probable a |t| as large is if the mean is 0; null where t is. */
  readonly p: number | null;
}

/**
 * Student's test on pairs. Differences that vary by no more than rounding does have no deviation, and so no test: a t of
 * rounding errors would be as large as one likes.
 */
export function pairedTest(a: readonly number[], b: readonly number[]): PairedTest {
  const difference = pairedDifference(a, b);
  const { n, mean, sd } = difference;
  if (sd === null) return { ...difference, t: null, p: null };
  const largest = [...a, ...b].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (sd <= 4 * Number.EPSILON * largest)
    return { ...difference, sd: 0, low: mean, high: mean, t: null, p: null };
  const t = mean / (sd / Math.sqrt(n));
  return { ...difference, t, p: studentTails(t, n - 1) };
}

/** Holm's step-down adjustment: p values of several tests, such that one below 0.05 is so among all of them. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j]);
  const adjusted = [...ps];
  let least = 0;
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[i]));
    adjusted[i] = least;
  }
  return adjusted;
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

/**
 * The mass of Student's distribution beyond |t|, both sides: I_x(v/2, 1/2) with x = v / (v + t^2), which keeps its digits
 * where it is small, as 1 less the mass within would not.
 */
export function studentTails(t: number, degrees: number): number {
  const all = degrees + t * t;
  return incompleteBeta(degrees / all, (t * t) / all, degrees / 2, 1 / 2);
}

/** The regularised incomplete beta function I_x(a, b); y is 1 - x. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0 || y <= 0) return x <= 0 ? 0 : 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b));
  // The fraction converges fast on this side of the mean; on the other I_x(a, b) = 1 - I_y(b, a).
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(y, b, a)) / b;
}

// Abramowitz and Stegun 26.5.8, by Lentz's method.
function betaFraction(x: number, a: number, b: number): number {
  const apart = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d);
      c = apart(1 + term / c);
      step *= c * d;
    }
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return fraction;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

// Lanczos' approximation (g = 7), of x of at least 1/2.
function logGamma(x: number): number {
  const at = x - 1;
  const sum = lanczos.reduce((total, c, i) => (i === 0 ? c : total + c / (at + i)), 0);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

function checkPairs(where: string, a: readonly number[], b: readonly number[]): void {
  if (a.length === b.length) return;
  refuse({ where, got: `${b.length} values`, expected: `${a.length}, one for each of a` });
}
