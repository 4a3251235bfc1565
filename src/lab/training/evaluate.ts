import { logSumExp, numbers } from '../../math/numbers.js';
import { layOut } from '../../network/layout.js';
import type { Activities, Batch, Simulator } from '../../sim/simulator.js';
import { argmax, type Examples } from './examples.js';

/** How a network does on a split. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  readonly samples: number;
  /** `confusion[t][p]`: samples of class t taken for class p. */
  readonly confusion: readonly (readonly number[])[];
}

const batchSize = 500;

/** Forward sweeps over the test images, in order; all of them, or the first `limit`. */
export function evaluate(simulator: Simulator, examples: Examples, limit?: number | null): Evaluation {
  const { classes, test } = examples.data;
  const samples = Math.min(test.count, limit ?? Infinity);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  let correct = 0;
  for (let from = 0; from < samples; from += batchSize) {
    const indices = Uint32Array.from({ length: Math.min(batchSize, samples - from) }, (_, i) => from + i);
    const batch = examples.batch(test, indices);
    const outputs = simulator.predict(batch.inputs);
    loss += summedLoss(simulator, outputs, batch);
    for (const [row, guess] of argmax(outputs[examples.answer].data, classes).entries()) {
      const label = test.labels[from + row];
      confusion[label][guess]++;
      if (guess === label) correct++;
    }
  }
  return { loss: loss / samples, accuracy: correct / samples, samples, confusion };
}

function summedLoss(simulator: Simulator, outputs: Activities, { size, targets }: Batch): number {
  let sum = 0;
  for (const { name, loss, size: units } of layOut(simulator.network).outputs) {
    for (let row = 0; row < size; row++) {
      const activities = outputs[name].data.subarray(row * units, (row + 1) * units);
      const pooled = loss!.pool ? logSumExp(activities) : 0;
      for (let i = 0; i < units; i++) {
        const target = targets[name].data[row * units + i];
        sum += loss!.share(numbers, { activity: activities[i], target, pooled });
      }
    }
  }
  return sum;
}
