import { type DataSet, formOf, type Inputs, inputSize, targetSizeOf } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Shape } from '../../network/shapes.js';

interface Place {
  readonly name: string;
  readonly shape: Shape;
  readonly size: number;
}

const inWords = { image: 'images', sequence: 'sequences', vector: 'inputs' } as const;

/** @throws {InputError} naming the input of the network that has another size, or axes in another order, than the data */
export function refuseOtherInputs(
  where: string,
  places: readonly Place[],
  data: { readonly name: string; readonly train: Inputs },
): void {
  const { shape } = data.train;
  const size = inputSize(data.train);
  const what = `${inWords[formOf(data.train)]} ${shape.join('x')} of ${data.name}`;
  for (const place of places) {
    const at = `${where}.${place.name}`;
    if (place.size !== size) refuse({ where: at, got: `size ${place.size}`, expected: `${size} (${what})` });
    if (sameOrder(place.shape, shape)) continue;
    const expected = `${shape.join('x')}, or axes of it together: ${what}`;
    refuse({ where: at, got: `shape ${place.shape.join('x')}`, expected, hint: `[${shape.join(', ')}]` });
  }
}

/** @throws {InputError} naming the output of the network that has not a unit for each class, or number of a target */
export function refuseOtherOutputs(where: string, places: readonly Place[], data: DataSet): void {
  const units = targetSizeOf(data);
  const what = 'classes' in data ? `classes of ${data.name}` : `numbers in a target of ${data.name}`;
  for (const { name, size } of places) {
    if (size !== units)
      refuse({ where: `${where}.${name}`, got: `size ${size}`, expected: `${units} (${what})` });
  }
}

// Numbers lie in memory row by row: a shape reads them as another does where it only takes neighbouring axes together.
// [784] and [28, 28, 1] read what [28, 28] wrote; [3, 32, 32] would take [32, 32, 3] for something else.
function sameOrder(a: Shape, b: Shape): boolean {
  const [inA, inB] = [strides(a), strides(b)];
  return [...inA].every((n) => inB.has(n)) || [...inB].every((n) => inA.has(n));
}

/** How many numbers lie before the next step along each axis, but for axes of one. */
function strides(shape: Shape): ReadonlySet<number> {
  const ends = shape.map((_, axis) => shape.slice(axis).reduce((product, n) => product * n, 1));
  return new Set([...ends, 1]);
}
