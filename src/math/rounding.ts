import type { Trajectory } from './trajectory.js';

/** What is taken for rounding, relative to the largest number that went into a future. */
const ROUNDING = 1e-12;

/** The largest of constant and terms. */
export function largest({ constant, terms }: Trajectory): number {
  let size = Math.abs(constant);
  for (const term of terms) size = Math.max(size, Math.abs(term));
  return size;
}

/**
 * A future that begins at zero, within rounding, made to begin there, and likewise its first derivatives: so that the
 * first of them that is more than rounding says where it goes.
 * @param size of numbers that went into it, if larger than its own
 */
export function settledStart(future: Trajectory, size = 0): Trajectory {
  const { origin, constant, terms } = future;
  const small = ROUNDING * Math.max(size, largest(future));
  let settled = 0;
  while (settled < terms.length && Math.abs(constant + terms[settled]) <= small) settled++;
  if (settled === 0) return future;
  return { origin, constant, terms: terms.map((term, m) => (m < settled ? -constant : term)) };
}
