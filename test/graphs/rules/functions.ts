// Activation functions with their slopes, and errors of losses; they owe nothing to src.

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** f and f', by name. */
export const functions: Readonly<Record<string, readonly [(a: number) => number, (a: number) => number]>> = {
  linear: [(a) => a, () => 1],
  relu: [(a) => Math.max(a, 0), (a) => (a > 0 ? 1 : 0)],
  tanh: [Math.tanh, (a) => 1 / Math.cosh(a) ** 2],
  sigmoid: [sigmoid, (a) => sigmoid(a) * sigmoid(-a)],
  softplus: [(a) => Math.log1p(Math.exp(a)), sigmoid],
  exp: [Math.exp, Math.exp],
  reciprocal: [(a) => 1 / a, (a) => -1 / a ** 2],
  rsqrt: [(a) => a ** -0.5, (a) => -0.5 * a ** -1.5],
  square: [(a) => a ** 2, (a) => 2 * a],
  abs: [Math.abs, Math.sign],
};

/** dLoss/dx of an output: of half the squared distance, or of cross-entropy after a softmax. */
export function errorAt(loss: string, x: readonly number[], target: readonly number[]): number[] {
  if (loss === 'mse') return x.map((v, i) => v - target[i]);
  const largest = Math.max(...x);
  const sum = x.reduce((total, v) => total + Math.exp(v - largest), 0);
  const all = target.reduce((a, b) => a + b, 0);
  return x.map((v, i) => (all * Math.exp(v - largest)) / sum - target[i]);
}
