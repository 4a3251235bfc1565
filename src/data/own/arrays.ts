import { refuse } from '../../errors.js';
import { type ArrayNumbers, type NumberArray, sizeOf } from './array.js';
import { chooseColumns } from './columns.js';
import { finite } from './numbers.js';
import type { RawTargets, Samples } from './samples.js';

/** Where a number of an array stands: row and column of a table, both from 1; of others the sample, and the place in it. */
function placeIn({ where, shape }: NumberArray, sample: number, k: number): string {
  if (shape.length === 1) return `${where} row ${sample + 1}`;
  if (shape.length === 2) return `${where} row ${sample + 1}, column ${k + 1}`;
  const within = shape.slice(1);
  const place = within.map((n, axis) => (Math.floor(k / sizeOf(within.slice(axis + 1))) % n) + 1);
  return `${where} sample ${sample + 1}, place ${place.join(', ')}`;
}

/**
 * The rows of an array as inputs, and those of another as targets, if there is one.
 * @throws {InputError} when there are none, not as many, or a number is not finite
 */
export function pairedSamples(inputs: NumberArray, targets?: NumberArray): Samples {
  checkRows(inputs);
  const [count, ...rest] = inputs.shape;
  const shape = rest.length === 0 ? [1] : rest;
  const samples = { count, shape, ...numbersOf(inputs, sizeOf(shape)), names: [] };
  if (!targets) return samples;
  checkRows(targets);
  if (targets.shape[0] !== count) {
    const expected = `${count}, one for each sample of ${inputs.where}`;
    refuse({ where: targets.where, got: `${targets.shape[0]} targets`, expected });
  }
  return { ...samples, targets: rawTargets(targets) };
}

/** Columns of an array of two axes as inputs and targets: the last is the target unless another is asked for. @throws {InputError} */
export function columnSamples(
  array: NumberArray,
  asked: Parameters<typeof chooseColumns>[2],
  withTargets: boolean,
): Samples {
  checkRows(array);
  const { where, shape, data } = array;
  const [count, width = 1] = shape;
  if (shape.length > 2)
    refuse({
      where,
      got: `an array of ${shape.join(' x ')}`,
      expected: 'targets in an array of their own, or columns of a table',
      hint: '--target-file',
    });
  const names = Array.from({ length: width }, (_, i) => String(i + 1));
  const chosen = chooseColumns(where, names, asked, withTargets);
  const of = (columns: readonly number[]): NumberArray => ({
    where,
    shape: [count, columns.length],
    data: columnsOf(data, count, width, columns),
  });
  const place = (columns: readonly number[]) => (sample: number, k: number) =>
    placeIn(array, sample, columns[k]);
  const inputs = of(chosen.inputs);
  const taken = numbersOf(inputs, chosen.inputs.length, place(chosen.inputs));
  const called = (columns: readonly number[]) => columns.map((column) => names[column]);
  const samples = { count, shape: [chosen.inputs.length], ...taken, names: called(chosen.inputs) };
  if (chosen.targets.length === 0) return samples;
  const targets = rawTargets(of(chosen.targets), place(chosen.targets));
  return { ...samples, targets: { ...targets, names: called(chosen.targets) } };
}

function columnsOf(
  data: ArrayNumbers,
  count: number,
  width: number,
  columns: readonly number[],
): Float64Array {
  const numbers = new Float64Array(count * columns.length);
  for (let row = 0; row < count; row++)
    for (const [k, column] of columns.entries())
      numbers[row * columns.length + k] = data[row * width + column];
  return numbers;
}

function checkRows({ where, shape }: NumberArray): void {
  if (shape.length === 0)
    refuse({ where, got: 'a single number', expected: 'an array with a row for each sample' });
  if (shape.includes(0))
    refuse({ where, got: `an array of ${shape.join(' x ')}`, expected: 'at least one number' });
}

// Bytes of images stay bytes, as those of the catalogue do.
function numbersOf(
  array: NumberArray,
  size: number,
  place = (sample: number, k: number) => placeIn(array, sample, k),
): Pick<Samples, 'inputs' | 'scale'> {
  const { data, shape } = array;
  if (data instanceof Uint8Array && shape.length > 2) return { inputs: data, scale: 1 / 255 };
  for (let i = 0; i < data.length; i++) finite(data[i], data[i], () => place(Math.floor(i / size), i % size));
  return { inputs: Float32Array.from(data), scale: 1 };
}

function rawTargets(
  array: NumberArray,
  place = (sample: number, k: number) => placeIn(array, sample, k),
): RawTargets {
  const { data, shape } = array;
  const width = sizeOf(shape.slice(1));
  return { width, names: [], at: (sample, k) => data[sample * width + k], place };
}
