/**
 * How far two ways of computing the same thing may be apart: the largest difference over a tensor, relative to
 * its largest value. Rounding of a sum of n products grows like sqrt(n) to n times the unit roundoff (1.1e-16
 * in float64, 6e-8 in float32), with n about 1,000 for the layers we train.
 */
export const tolerance = {
  /** Event engine against another float64 computation. */
  float64: 1e-12,
  /** Batched engine against a float64 computation: activities and gradients. */
  float32: 1e-5,
  /** Weights after some minibatches of training in float32: the differences above, fed back each time. */
  trained: 1e-4,
} as const;

/**
 * Largest |a - b| over a tensor, relative to the largest |b|, or to `least` where that is larger; 0 when both are zero, NaN where a
 * value is.
 */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>, least = 0): number {
  let difference = 0;
  let scale = least;
  for (let i = 0; i < b.length; i++) {
    const d = Math.abs(a[i] - b[i]);
    if (Number.isNaN(d)) return Number.NaN;
    difference = Math.max(difference, d);
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return difference === 0 ? 0 : difference / scale;
}
