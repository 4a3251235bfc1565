import { fail } from '../../errors.js';
import type { Batch, Presentation, Simulator } from '../../sim/simulator.js';

/**
 * Stops a run whose loss is no longer a number.
 * @throws {RelaxonError} naming the first layer with a value that is not finite, and what to try
 */
export function refuseNonFinite(
  simulator: Simulator,
  batch: Batch,
  presentation: Presentation & { readonly learningRate: number },
  at: { readonly loss: number; readonly step: number; readonly epoch: number },
): never {
  const { learningRate } = presentation;
  fail({
    where: `train.loss at step ${at.step} (epoch ${at.epoch + 1})`,
    got: `${at.loss}, first not finite in ${culprit(simulator, batch, presentation)}`,
    expected: 'a finite number',
    hint: `a learning rate below ${learningRate}, smaller initial weights, or another seed`,
  });
}

function culprit(simulator: Simulator, batch: Batch, presentation: Presentation): string {
  const firstBad = (values: Readonly<Record<string, { readonly data: ArrayLike<number> }>>) =>
    Object.keys(values).find((name) =>
      Array.prototype.some.call(values[name].data, (v) => !Number.isFinite(v)),
    );
  const parameter = firstBad(simulator.parameters());
  if (parameter) return `parameter ${parameter}`;
  const relaxation = { ...presentation.relaxation, solver: 'euler', steps: 0 } as const;
  const { forward } = simulator.relax(batch, { ...presentation, relaxation });
  const node = firstBad(forward);
  return node ? `the activity of ${node}` : 'the loss itself';
}
