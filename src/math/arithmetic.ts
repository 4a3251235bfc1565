/**
 * The arithmetic in which a neuron's mathematics is written. `T` is a number in the event engine (one neuron)
 * and a tensor [batch, units] in the batched engine (every neuron of a node); the formula is the same.
 */
export interface Arithmetic<T> {
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
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
export interface WeightArithmetic<T> extends Pick<Arithmetic<T>, 'add' | 'sub' | 'mul' | 'affine'> {
  /** a / b */
  div(a: T, b: T): T;
  sqrt(a: T): T;
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
  /** log sum exp along each row, [batch, 1], broadcast by the elementwise operations. */
  logSumExp(a: T): T;
}
