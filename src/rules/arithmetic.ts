/**
 * The arithmetic in which a rule's formulas are written. `T` is a number (one neuron), a tensor [batch, units] (a node),
 * or a symbol (what a formula reads); a plain number is a constant in all of them.
 */
export interface RuleArithmetic<T> {
  add(a: T | number, b: T | number, ...more: readonly (T | number)[]): T;
  sub(a: T | number, b: T | number): T;
  mul(a: T | number, b: T | number, ...more: readonly (T | number)[]): T;
  /** 1 above 0, -1 below, 0 at 0. */
  sign(a: T | number): T;
  /** The nearest number from `low` to `high`. */
  clip(a: T | number, low: number, high: number): T;
}
