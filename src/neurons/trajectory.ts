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
  const s = time - origin;
  if (s === 0) return terms.length > 0 ? constant + terms[0] : constant;
  let basis = Math.exp(-s);
  let x = constant;
  for (let m = 0; m < terms.length; m++) {
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

/** The future of dx/ds = -x + drive from `start` at the drive's origin: constant B, terms (start - B, q0, q1, ...). */
export function leakyIntegral(start: number, drive: Trajectory): Trajectory {
  const { origin, constant } = drive;
  // Made at their length: lists that grow by pushing keep five times the room, in every neuron.
  const terms = new Array<number>(drive.terms.length + 1);
  terms[0] = start - constant;
  for (let m = 0; m < drive.terms.length; m++) terms[m + 1] = drive.terms[m];
  return { origin, constant, terms };
}

/** x = 0 at all times. */
export function isZero({ constant, terms }: Trajectory): boolean {
  if (constant !== 0) return false;
  for (let m = 0; m < terms.length; m++) if (terms[m] !== 0) return false;
  return true;
}

/** The same future, `wait` tau later. */
export function delayed(future: Trajectory, wait: number): Trajectory {
  return wait === 0 ? future : { ...future, origin: future.origin + wait };
}

/** A weighted sum of futures, all told from one time on, in the order in which they are added. */
export class TrajectorySum implements Trajectory {
  constant = 0;
  readonly terms: number[] = [];

  constructor(readonly origin: number) {}

  add(weight: number, trajectory: Trajectory): void {
    const { constant, terms } = toldFrom(trajectory, this.origin);
    const sums = this.terms;
    this.constant += weight * constant;
    while (sums.length < terms.length) sums.push(0);
    for (let m = 0; m < terms.length; m++) sums[m] += weight * terms[m];
  }
}

/** f applied to constant and terms: for an f that is linear, the future of f(x). */
export function mapLinear(trajectory: Trajectory, f: (x: number) => number): Trajectory {
  const terms = new Array<number>(trajectory.terms.length);
  for (let m = 0; m < terms.length; m++) terms[m] = f(trajectory.terms[m]);
  return { origin: trajectory.origin, constant: f(trajectory.constant), terms };
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
