/**
 * A family of coefficients c(m), m = 0, 1, ...: how much of the state m relaxing nodes above is left in a node's
 * activity when the relaxation ends. Seen as probabilities (all c >= 0) they add up to one.
 */
export interface Family {
  /** log |c(0)|; -Infinity for zero. */
  readonly logFirst: number;
  /** Sign of c(0). */
  readonly signFirst: 1 | -1;
  /** c(m + 1) / c(m), signed. */
  ratio(m: number): number;
  /** Mean of m, for families that are probabilities; undefined where signs alternate or the sum diverges. */
  readonly mean: number | undefined;
  /** The last m with c(m) other than zero, where there is one. */
  readonly last?: number;
  /** Replaces c where the first term is zero: a single one at this m. */
  readonly only?: number;
}
