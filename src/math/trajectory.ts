import { after } from './time.js';

/**
 * The future of an activity, s tau from `origin` on:
 *
 *     x(s) = constant + sum over m of  terms[m] s^m e^-s / m!
 *
 * The form is closed under the leaky integrator dx/ds = -x + drive: integrating only shifts the terms by one
 * place. Each basis function lies in [0, 1], so the terms do not grow with depth and nothing cancels.
 */
export interface Trajectory {
  /** Time in tau. */
  readonly origin: number;
  readonly constant: number;
  readonly terms: readonly number[];
}

/** x at a time. */
export function valueAt({ origin, constant, terms }: Trajectory, time: number): number {
  return sumAt(time - origin, constant, terms, terms.length);
}

/** constant + sum over m below `degree` of terms[m] s^m e^-s / m! */
function sumAt(s: number, constant: number, terms: readonly number[], degree: number): number {
  if (s === 0) return degree > 0 ? constant + terms[0] : constant;
  let basis = Math.exp(-s);
  let x = constant;
  for (let m = 0; m < degree; m++) {
    x += terms[m] * basis;
    basis *= s / (m + 1);
  }
  return x;
}

/** The same future told from a later time on: terms'[j] = e^-d sum over m >= j of terms[m] d^(m-j) / (m-j)!. */
export function toldFrom(trajectory: Trajectory, time: number): Trajectory {
  const { origin, constant, terms } = trajectory;
  const d = time - origin;
  if (d === 0) return trajectory;
  const later = terms.map((_, j) => {
    let basis = Math.exp(-d);
    let sum = 0;
    for (let m = j; m < terms.length; m++) {
      sum += terms[m] * basis;
      basis *= d / (m - j + 1);
    }
    return sum;
  });
  return { origin: time, constant, terms: later };
}

/** The same future, `wait` tau later. */
export function delayed(future: Trajectory, wait: number): Trajectory {
  return wait === 0 ? future : { ...future, origin: after(future.origin, wait) };
}

/** f applied to constant and terms: for an f that is linear, the future of f(x). */
export function mapLinear(trajectory: Trajectory, f: (x: number) => number): Trajectory {
  const terms = new Array<number>(trajectory.terms.length);
  for (let m = 0; m < terms.length; m++) terms[m] = f(trajectory.terms[m]);
  return { origin: trajectory.origin, constant: f(trajectory.constant), terms };
}

/** a + factor b, of two futures told from the same time on. */
export function plus(a: Trajectory, b: Trajectory, factor = 1): Trajectory {
  const terms = new Array<number>(Math.max(a.terms.length, b.terms.length));
  for (let m = 0; m < terms.length; m++) terms[m] = (a.terms[m] ?? 0) + factor * (b.terms[m] ?? 0);
  return { origin: a.origin, constant: a.constant + factor * b.constant, terms };
}

/** The future of dx/ds = -x + drive from `start` at the drive's origin. */
export function leaky(start: number, { origin, constant, terms }: Trajectory): Trajectory {
  return { origin, constant, terms: [start - constant, ...terms] };
}

/**
 * The integral of x from one time to a later one: constant s + sum over m of terms[m] P(m + 1, s), with s = to - from and
 * P(m + 1, s) = integral of u^m e^-u / m! from 0 to s = P(m, s) - s^m e^-s / m!, P(1, s) = 1 - e^-s.
 */
export function integralOf(trajectory: Trajectory, from: number, to: number): number {
  const { constant, terms } = toldFrom(trajectory, from);
  const s = to - from;
  let integral = constant * s;
  let share = -Math.expm1(-s);
  let basis = Math.exp(-s);
  for (let m = 0; m < terms.length; m++) {
    integral += terms[m] * share;
    basis *= s / (m + 1);
    share -= basis;
  }
  return integral;
}
