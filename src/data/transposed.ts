import { refuse } from '../errors.js';
import type { ClassSplit } from './dataset.js';

/** Images with rows and columns exchanged, as what was stored column by column. */
export function transposed<S extends Pick<ClassSplit, 'count' | 'shape' | 'inputs'>>(split: S): S {
  const { count, shape, inputs } = split;
  const [rows, columns] = shape;
  const turned = inputs.slice();
  for (let image = 0; image < count; image++) {
    const start = image * rows * columns;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        turned[start + column * rows + row] = inputs[start + row * columns + column];
  }
  return { ...split, shape: [columns, rows], inputs: turned };
}

/** Labels that begin at `from` as labels that begin at 0. @throws {InputError} naming the file of one below it */
export function lowered(split: ClassSplit, file: string, from: number): ClassSplit {
  if (from === 0) return split;
  const low = split.labels.findIndex((label) => label < from);
  if (low >= 0)
    refuse({ where: `${file} label ${low}`, got: String(split.labels[low]), expected: `at least ${from}` });
  return { ...split, labels: split.labels.map((label) => label - from) };
}
