import type { Layout } from '../../../network/layout.js';
import type { Circuit } from '../build/circuit.js';

/** Tells output neurons what they should have said, and their pools. @param targets of each output, by unit */
export function teach(
  { outputs }: Layout,
  { populations, pools }: Circuit,
  time: number,
  targets: Readonly<Record<string, ArrayLike<number>>>,
): void {
  for (const { name } of outputs) {
    const values = targets[name];
    for (const [unit, neuron] of populations[name].neurons.entries()) {
      const target = neuron.options.address;
      neuron.hear({ time, source: 'teacher', target, kind: 'target', value: values[unit] });
    }
  }
  for (const pool of pools) pool.teach(targets[pool.node]);
}
