import { angle, norm } from '../../src/lab/measurements/vectors.js';

/** |a - b| / |b|, Euclidean. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [apart, size] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    apart += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(apart / size);
}

/** The slope of the straight line of least squares through points. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return over / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

/** Degrees from the exact gradient; none at all has no direction and tells nothing: 90, but where there is none to tell of. */
export function angleOf(a: ArrayLike<number>, exact: ArrayLike<number>): number {
  const degrees = angle(a, exact);
  if (!Number.isNaN(degrees)) return degrees;
  return norm(a) === norm(exact) ? 0 : 90;
}
