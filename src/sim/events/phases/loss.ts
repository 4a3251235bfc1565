import { logSumExp, numbers } from '../../../math/numbers.js';
import type { Layout } from '../../../network/layout.js';
import type { Activities } from '../../simulator.js';

/** Loss of a sample at its answers, summed over output nodes. */
export function lossOf({ outputs }: Layout, answers: Activities, targets: Activities, row: number): number {
  let total = 0;
  for (const { name, size, loss } of outputs) {
    const of = (set: Activities) => set[name].data.subarray(row * size, (row + 1) * size);
    const [activities, wanted] = [of(answers), of(targets)];
    const pooled = loss!.pool ? logSumExp(activities) : 0;
    for (const [i, activity] of activities.entries())
      total += loss!.share(numbers, { activity, target: wanted[i], pooled });
  }
  return total;
}
