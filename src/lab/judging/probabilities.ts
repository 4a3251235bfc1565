import { logSumExp } from '../../math/numbers.js';
import type { LaidOutNode } from '../../network/layout.js';

/** Whether the outputs of a node are log odds, whose softmax are probabilities of classes. */
export const givesProbabilities = ({ loss }: Pick<LaidOutNode, 'loss'>): boolean => loss?.pool === 'softmax';

/** exp(x - log sum exp x): of one sample. */
export function softmax(outputs: Float32Array | Float64Array): Float64Array {
  const pooled = logSumExp(outputs);
  return Float64Array.from(outputs, (x) => Math.exp(x - pooled));
}

/**
 * How sure a network is of its answer: the largest probability, or, where outputs are not made of log odds, the largest output
 * brought into [0, 1]: outputs that learn one-hot targets by squared errors estimate the probability of each class.
 */
export function confidenceOf(outputs: Float32Array | Float64Array, probabilities: boolean): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const x of outputs) largest = Math.max(largest, x);
  return probabilities ? Math.exp(largest - logSumExp(outputs)) : Math.min(1, Math.max(0, largest));
}
