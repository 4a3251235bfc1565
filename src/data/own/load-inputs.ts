import { extname } from 'node:path';
import type { Inputs } from '../dataset.js';
import { formats } from './formats.js';
import { readSource } from './read.js';

/**
 * Reads a file or folder as inputs alone, for a network of which it is not known what it was trained on: of a table the first
 * `size` columns.
 * @param path absolute
 * @throws {InputError} naming the place of what cannot be read
 */
export async function loadInputs(path: string, size: number): Promise<Inputs> {
  const ending = extname(path).slice(1).toLowerCase();
  const isTable = [formats.csv, formats.parquet].some(({ endings }) => endings.includes(ending));
  const columns = isTable && { inputColumns: [`1-${size}`] };
  const { samples } = await readSource(path, { targets: false, ...columns });
  const { count, shape, form, inputs, scale } = samples;
  return { count, shape, ...(form && { form }), inputs, scale };
}
