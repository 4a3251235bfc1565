import { fail } from '../../errors.js';
import type { StreamRun } from './run.js';

/** @throws {RelaxonError} when weights or answers are numbers no more */
export function checkFinite(
  { simulator, examples }: Pick<StreamRun, 'simulator' | 'examples'>,
  images: number,
): void {
  const finite = (values: Float32Array | Float64Array) => values.every((value) => Number.isFinite(value));
  const parameters = Object.values(simulator.parameters());
  if (finite(simulator.answer(examples.answer)) && parameters.every(({ data }) => finite(data))) return;
  fail({
    where: 'stream',
    got: `weights or answers that are no numbers after ${images} images`,
    expected: 'finite ones',
    hint: 'a lower --learning-rate',
  });
}
