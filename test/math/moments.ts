/** Mean, standard deviation and kurtosis (fourth central moment over sd^4) of a sample. */
export function moments(sample: ArrayLike<number>): { mean: number; sd: number; kurtosis: number } {
  const values = Array.from(sample);
  const mean = average(values);
  const variance = average(values.map((value) => (value - mean) ** 2));
  const fourth = average(values.map((value) => (value - mean) ** 4));
  return { mean, sd: Math.sqrt(variance), kurtosis: fourth / variance ** 2 };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A distribution by its first two moments and its family. */
export interface Distribution {
  readonly mean: number;
  readonly sd: number;
  readonly shape: 'normal' | 'uniform';
}

// E z^k of the standardised distribution: (k-1)!! for the normal, 3^(k/2) / (k+1) for the uniform.
const even = {
  normal: { 4: 3, 6: 15, 8: 105 },
  uniform: { 4: 9 / 5, 6: 27 / 7, 8: 9 },
};

/**
 * How far sample moments of `n` draws lie from those of a distribution, in standard errors (delta method):
 * of the mean sd / sqrt n; of the sd, sd sqrt((m4 - 1) / 4n);
 * of the kurtosis, sqrt((m8 - 4 m4 m6 + 4 m4^3 - m4^2) / n).
 */
export function standardErrors(sample: ArrayLike<number>, { mean, sd, shape }: Distribution) {
  const n = sample.length;
  const { 4: m4, 6: m6, 8: m8 } = even[shape];
  const found = moments(sample);
  return {
    mean: Math.abs(found.mean - mean) / (sd / Math.sqrt(n)),
    sd: Math.abs(found.sd - sd) / (sd * Math.sqrt((m4 - 1) / (4 * n))),
    kurtosis: Math.abs(found.kurtosis - m4) / Math.sqrt((m8 - 4 * m4 * m6 + 4 * m4 ** 3 - m4 ** 2) / n),
  };
}
