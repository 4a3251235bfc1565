import type { Trajectory } from './trajectory.js';

/** Beyond this many tau nothing is left of e^-s. */
const FOR_EVER = 4096;

/**
 * When the future p(s) = C + sum of terms[m] s^m e^-s / m! first falls below zero, in tau from its origin: 0 if it is
 * below from the start or falls at once, Infinity if it never does. Where it only touches zero it does not fall.
 *
 * In e^s p(s) = sum of c_m s^m / m! the coefficients are c_m = C + terms[m], and C from there on; the k-th derivative
 * is the same without the first k of them, e^s p_k(s). It has no zeros unless they differ in sign (Descartes); between
 * two zeros of the next derivative it is monotone and has at most one (Rolle), found by bisection; and p_n = C has none.
 */
export function firstFall({ constant, terms }: Trajectory): number {
  if (signAfterStart(constant, terms, 0) < 0) return 0;
  return zeros(constant, terms, 0)[0] ?? Infinity;
}

/** Where p_k changes sign after the start, in ascending order. */
function zeros(constant: number, terms: readonly number[], k: number): number[] {
  if (!differInSign(constant, terms, k)) return [];
  const found: number[] = [];
  let sign = signAfterStart(constant, terms, k);
  let low = 0;
  for (const edge of [...zeros(constant, terms, k + 1), Infinity]) {
    const next = edge < Infinity ? signAt(constant, terms, k, edge) : signAtLast(constant, terms);
    // Zero at the edge: it touches there, and turns.
    if (next !== 0 && next !== sign) {
      const high = edge < Infinity ? edge : bound(constant, terms, k, low, next);
      if (high < Infinity) found.push(bisect(constant, terms, k, low, high, sign));
      sign = next;
    }
    low = edge;
  }
  return found;
}

function differInSign(constant: number, terms: readonly number[], k: number): boolean {
  let above = constant > 0;
  let below = constant < 0;
  for (let m = k; m < terms.length; m++) {
    above ||= constant + terms[m] > 0;
    below ||= constant + terms[m] < 0;
  }
  return above && below;
}

// The first derivative that is not zero at the start says where it goes.
function signAfterStart(constant: number, terms: readonly number[], k: number): number {
  for (let m = k; m < terms.length; m++) {
    const sign = Math.sign(constant + terms[m]);
    if (sign !== 0) return sign;
  }
  return Math.sign(constant);
}

function signAtLast(constant: number, terms: readonly number[]): number {
  if (constant !== 0) return Math.sign(constant);
  for (let m = terms.length - 1; m >= 0; m--) if (terms[m] !== 0) return Math.sign(terms[m]);
  return 0;
}

function signAt(constant: number, terms: readonly number[], k: number, s: number): number {
  let power = 1;
  let sum = 0;
  for (let m = k; m < terms.length; m++) {
    sum += terms[m] * power;
    power *= s / (m - k + 1);
  }
  // Without the constant the sign is that of the polynomial, however little e^-s leaves of it.
  return Math.sign(constant === 0 ? sum : constant + Math.exp(-s) * sum);
}

/** A time after `low` at which p_k has the sign that it keeps; Infinity if that is too late to matter. */
function bound(constant: number, terms: readonly number[], k: number, low: number, sign: number): number {
  for (let high = Math.max(1, 2 * low); high <= FOR_EVER; high *= 2) {
    if (signAt(constant, terms, k, high) === sign) return high;
  }
  return Infinity;
}

/** The zero between `low`, after which the sign is `sign`, and `high`, to the last bit. */
function bisect(
  constant: number,
  terms: readonly number[],
  k: number,
  low: number,
  high: number,
  sign: number,
): number {
  while (high - low > Number.EPSILON * high && high > Number.EPSILON ** 2) {
    const middle = (low + high) / 2;
    if (signAt(constant, terms, k, middle) === sign) low = middle;
    else high = middle;
  }
  return high;
}
