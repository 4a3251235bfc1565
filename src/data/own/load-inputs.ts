import type { Inputs } from '../dataset.js';
import { readSource } from './read.js';

/**
 * Reads a file or folder as inputs alone, all columns of a table, for a network of which it is not known what it was trained on.
 * @param path absolute
 * @throws {InputError} naming the place of what cannot be read
 */
export async function loadInputs(path: string): Promise<Inputs> {
  const { samples } = await readSource(path, { targets: false });
  const { count, shape, form, inputs, scale } = samples;
  return { count, shape, ...(form && { form }), inputs, scale };
}
