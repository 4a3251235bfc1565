/** Numbers in a row: what is measured here comes as float32 or float64, and is added up in float64. */
export type Vector = ArrayLike<number>;

/** Euclidean norm; of a matrix, its Frobenius norm. */
export function norm(a: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * a[i];
  return Math.sqrt(sum);
}

/** Root mean square of the elements. */
export function rootMeanSquare(a: Vector): number {
  return norm(a) / Math.sqrt(a.length);
}

/**
 * The angle between two vectors in degrees, 0 to 180: with u = a / |a| and v = b / |b|,
 *
 *     2 atan2(|u - v|, |u + v|)
 *
 * (Kahan 2006), which is right to rounding everywhere; the arc cosine of a rounded cosine has half the digits near 0.
 * NaN where a vector is zero or not finite: it has no direction.
 */
export function angle(a: Vector, b: Vector): number {
  const perA = 1 / norm(a);
  const perB = 1 / norm(b);
  let apart = 0;
  let together = 0;
  for (let i = 0; i < a.length; i++) {
    const u = a[i] * perA;
    const v = b[i] * perB;
    apart += (u - v) * (u - v);
    together += (u + v) * (u + v);
  }
  return (2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together)) * 180) / Math.PI;
}

/** Sum of squared differences. */
export function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}
