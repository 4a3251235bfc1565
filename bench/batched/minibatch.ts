import { type DataSet, Examples, initialParameters, type Network, rules } from '../../src/index.js';
import type { Device } from '../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { paperRelaxation } from '../../src/sim/relaxation.js';
import type { RuleName } from '../../src/sim/rules.js';
import type { Batch } from '../../src/sim/simulator.js';
import { counting, type Product } from './counting.js';

/** The paper's minibatch. */
export const batchSize = 64;

/** The first minibatches of the training images. */
export function minibatches(network: Network, data: DataSet, count: number): Batch[] {
  const examples = new Examples(network, data);
  return Array.from({ length: count }, (_, k) =>
    examples.batch(
      data.train,
      Uint32Array.from({ length: batchSize }, (_, i) => k * batchSize + i),
    ),
  );
}

/** Trains on one minibatch after another, over and over. @returns does the next one */
export function trainer<T>(
  network: Network,
  device: Device<T>,
  batches: readonly Batch[],
  rule: RuleName,
): () => void {
  const simulator = new BatchedSimulator(network, initialParameters(network, 1), device);
  // The rate is small, so that hours of the same few minibatches leave numbers of the usual size.
  const presentation = { rule: rules[rule], relaxation: paperRelaxation, learningRate: 1e-4 };
  let next = 0;
  return () => {
    simulator.train(batches[next], presentation);
    next = (next + 1) % batches.length;
  };
}

/** The matrix products of one training minibatch. */
export function productsOf<T>(network: Network, device: Device<T>, batch: Batch, rule: RuleName): Product[] {
  const products: Product[] = [];
  trainer(network, counting(device, products), [batch], rule)();
  return products;
}
