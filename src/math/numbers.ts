import type { Arithmetic, WeightArithmetic } from './arithmetic.js';

/** Float64 arithmetic for one neuron, or one weight. */
export const numbers: Arithmetic<number> & WeightArithmetic<number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  clip: (a, low, high) => Math.min(Math.max(a, low), high),
  affine: (a, factor, offset) => factor * a + offset,
  ones: () => 1,
  exp: Math.exp,
  relu: (a) => Math.max(a, 0),
  step: (a) => (a > 0 ? 1 : 0),
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanhSlope: (y) => 1 - y * y,
  sigmoidSlope: (y) => y * (1 - y),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
};

/** Sum of some numbers, the first first. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** log sum exp of some numbers, shifted by the largest so that it cannot overflow. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = Math.max(max, values[i]);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - max);
  return max + Math.log(sum);
}
