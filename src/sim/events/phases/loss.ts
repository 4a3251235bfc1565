import { logSumExp, numbers } from '../../../math/numbers.js';
import type { Layout } from '../../../network/layout.js';
import type { Activities } from '../../simulator.js';

type Values = Activities[string]['data'];

/** Loss of a sample at its answers, summed over output nodes. */
export function lossOf(
  { outputs }: Layout,
  answers: (node: string) => Values,
  targets: Activities,
  row: number,
): number {
  let total = 0;
  for (const { name, size, loss } of outputs) {
    const of = (all: Values) => all.subarray(row * size, (row + 1) * size);
    const [activities, wanted] = [of(answers(name)), of(targets[name].data)];
    const pooled = loss!.pool ? logSumExp(activities) : 0;
    for (let i = 0; i < size; i++)
      total += loss!.share(numbers, { activity: activities[i], target: wanted[i], pooled });
  }
  return total;
}
