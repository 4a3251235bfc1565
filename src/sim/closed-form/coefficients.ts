import type { Family } from './family.js';

/** Weights of a relaxation's closed form. */
export interface Coefficients {
  /** c(m): weight of the initial state m relaxing nodes above. */
  readonly initial: readonly number[];
  /** C(M) = 1 - sum of c(m) for m < M: weight of a constant source above M relaxing nodes. C(0) = 1. */
  readonly source: readonly number[];
  /** Largest sum of |c(m)|, m < M: how much rounding is magnified. 1 at most for h <= 1. */
  readonly gain: number;
}

/**
 * c(0 .. depth - 1) and C(0 .. depth) in float64.
 *
 * Terms are built as logarithms, so (1 - h)^k may underflow while a later term does not. C(M) is 1 minus the head
 * while the head is below one half; after that M lies above the median of the probabilities, the tail falls fast,
 * and it is summed itself: neither way cancels. Where the terms are no probabilities (h > 1) heads are summed with
 * compensation, and `gain` says by how much their rounding may exceed that of C.
 */
export function coefficientsOf(family: Family, depth: number): Coefficients {
  const initial = Array.from(terms(family, depth));
  const source = [1];
  let head = 0;
  let lost = 0;
  let gain = 0;
  for (const [m, c] of initial.entries()) {
    // Kahan: `lost` is what the addition dropped.
    const next = head + (c - lost);
    lost = next - head - (c - lost);
    head = next;
    gain += Math.abs(c);
    source.push(remainder(family, m + 1, head, lost));
  }
  return { initial, source, gain };
}

function remainder(family: Family, from: number, head: number, lost: number): number {
  if (from > (family.last ?? Infinity)) return 0;
  return family.mean !== undefined && head > 0.5 ? tail(family, from) : 1 - head + lost;
}

function* terms(family: Family, depth: number): Generator<number> {
  let log = family.logFirst;
  let sign: number = family.signFirst;
  for (let m = 0; m < depth; m++) {
    yield family.only === undefined ? sign * Math.exp(log) : Number(m === family.only);
    const ratio = family.ratio(m);
    sign *= Math.sign(ratio);
    log += Math.log(Math.abs(ratio));
  }
}

// Sum of c(m) from `from` on: positive, falling terms.
function tail(family: Family, from: number): number {
  let log = family.logFirst;
  for (let m = 0; m < from; m++) log += Math.log(family.ratio(m));
  let term = Math.exp(log);
  let sum = 0;
  for (let m = from; term > sum * 1e-18; m++) {
    sum += term;
    term *= family.ratio(m);
  }
  return sum;
}
