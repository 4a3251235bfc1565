import { type RelaxOptions, relax } from './relax.js';
import type { Batch, Description, Gradient, ParameterSet } from './types.js';

/** How to train: one relaxation and one step of plain gradient descent per minibatch. */
export interface TrainOptions extends RelaxOptions {
  readonly learningRate: number;
}

/** p <- p - learningRate * gradient, for every parameter; the old parameters stay as they are. */
export function descend(params: ParameterSet, gradient: Gradient, learningRate: number): ParameterSet {
  const next: Record<string, { shape: readonly number[]; data: number[] }> = {};
  for (const [name, { shape, data }] of Object.entries(params)) {
    next[name] = { shape, data: Array.from(data).map((p, i) => p - learningRate * gradient[name][i]) };
  }
  return next;
}

/** Plain SGD over a list of minibatches, with the gradients that relaxation reads off. */
export function train(
  network: Description,
  params: ParameterSet,
  batches: readonly Batch[],
  options: TrainOptions,
): ParameterSet {
  let current = params;
  for (const batch of batches) {
    const { gradient } = relax(network, current, batch, options);
    current = descend(current, gradient, options.learningRate);
  }
  return current;
}
