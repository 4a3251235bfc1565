import type { Grouping } from './grouping.js';
import type { Window } from './window.js';

/**
 * The arithmetic in which a neuron's mathematics is written. `T` is a number in the event engine (one neuron)
 * and a tensor [batch, units] in the batched engine (every neuron of a node); the formula is the same.
 */
export interface Arithmetic<T> {
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  /** a / b */
  div(a: T, b: T): T;
  sqrt(a: T): T;
  /** factor * a + offset */
  affine(a: T, factor: number, offset: number): T;
  /** A one for every element of `a`. */
  ones(a: T): T;
  exp(a: T): T;
  /** max(a, 0) */
  relu(a: T): T;
  /** 1 where a > 0, else 0 (also at 0). */
  step(a: T): T;
  tanh(a: T): T;
  /** 1 / (1 + e^-a) */
  sigmoid(a: T): T;
  /** 1 - y y, the slope of tanh where y = tanh a */
  tanhSlope(y: T): T;
  /** y (1 - y), the slope of sigmoid where y = sigmoid a */
  sigmoidSlope(y: T): T;
  /** log(1 + e^a), without overflow */
  softplus(a: T): T;
}

/** The arithmetic in which a weight follows its gradient. `T` is a number (one weight) or a tensor (weights of a node). */
export interface WeightArithmetic<T>
  extends Pick<Arithmetic<T>, 'add' | 'sub' | 'mul' | 'div' | 'sqrt' | 'affine'> {
  /** The nearest number from `low` to `high`. */
  clip(a: T, low: number, high: number): T;
}

/** What whole layers need on top: tensors of rank 2, [batch, units] or [out, in]. */
export interface Tensors<T> extends Arithmetic<T>, WeightArithmetic<T> {
  /** Sum of some of one shape, the first first. */
  sum(parts: readonly T[]): T;
  /** a b */
  matMul(a: T, b: T): T;
  /** a b^T */
  matMulTransposed(a: T, b: T): T;
  /** a^T b */
  transposedMatMul(a: T, b: T): T;
  /** a^T. May be the same numbers as `a`: whoever frees one frees both. */
  transpose(a: T): T;
  /** Side by side, [batch, n1 + n2 + ...]. */
  concat(parts: readonly T[]): T;
  /** Rows `from` up to `from + count`. */
  rows(a: T, from: number, count: number): T;
  /** Columns `from` up to `from + count`. */
  columns(a: T, from: number, count: number): T;
  /** Sum over the rows (the batch), [units]. */
  sumRows(a: T): T;
  /** Sum over the columns (the units), [batch, 1], broadcast by the elementwise operations. */
  sumColumns(a: T): T;
  /** Adds a row [units] to every row of `a`. */
  addRow(a: T, row: T): T;
  /** A row [units] of constants; whoever asks again for the same numbers should do so with the same array. */
  row(values: Int32Array): T;
  /** The same numbers, row-major, with so many columns. */
  reshape(a: T, columns: number): T;
  /** Columns by their numbers; zeros where that is -1. */
  pick(a: T, columns: Int32Array): T;
  /** Sums over groups of units, [batch, groups]. */
  sumOver(a: T, grouping: Grouping): T;
  /** Of each unit the value of its group, [batch, units]; times something of its own, where that is given. */
  spreadOver(a: T, grouping: Grouping, times?: T): T;
  /** The largest of each group, [batch, groups]. */
  maxOver(a: T, grouping: Grouping): T;
  /** A one for the unit of each group that is the largest, the first of those that are; zeros for the others, [batch, units]. */
  winners(a: T, grouping: Grouping): T;
  /** Filters [filters, kernel x channels of a group] over [batch, height x width x channels]: [batch, places x filters]. */
  convolve(a: T, filters: T, window: Window): T;
  /** Its transpose: what comes out goes back to where it came from. */
  convolveBack(a: T, filters: T, window: Window): T;
  /** Sums of pre x post over the batch and all places, [filters, kernel x channels of a group]. */
  convolveProducts(pre: T, post: T, window: Window): T;
  /** log sum exp along each row, [batch, 1], broadcast by the elementwise operations. */
  logSumExp(a: T): T;
}
