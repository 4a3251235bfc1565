import { extname } from 'node:path';
import type { Inputs } from '../dataset.js';
import { formats } from './formats.js';
import { refuseDoubtful, takenNotes } from './guessed-columns.js';
import { judgedIn } from './load-for.js';
import type { DataOptions } from './options.js';
import { readSource } from './read.js';
import { type Numbers, scaledAlike } from './scale.js';

/** How a file of inputs alone is read. */
export interface InputOptions extends Pick<DataOptions, 'inputColumns' | 'delimiter'> {
  /** The numbers that the network learned from, where they are known: then these are brought to their scale. */
  readonly learned?: Numbers | undefined;
}

/**
 * Reads a file or folder as inputs alone, for a network of which it is not known what it was trained on: of a table the first
 * `size` columns, unless others are asked for.
 * @param path absolute
 * @throws {InputError} naming the place of what cannot be read
 */
export async function loadInputs(
  path: string,
  size: number,
  { learned, delimiter, inputColumns }: InputOptions = {},
): Promise<Inputs & { readonly notes: readonly string[] }> {
  const ending = extname(path).slice(1).toLowerCase();
  const isTable = [formats.csv, formats.parquet].some(({ endings }) => endings.includes(ending));
  const columns = inputColumns ?? (isTable ? [`1-${size}`] : undefined);
  const asked = { ...(columns && { inputColumns: columns }), ...(delimiter && { delimiter }) };
  const source = await readSource(path, { targets: false, ...asked });
  const found = judgedIn(path, source, { inputColumns });
  if (!inputColumns) refuseDoubtful(path, found.samples);
  const taken = inputColumns ? [] : takenNotes(path, found.samples);
  const scaled = scaledAlike(path, found.samples, learned);
  const { count, shape, form, inputs, scale } = scaled.inputs;
  const notes = [...scaled.notes, ...found.notes, ...taken];
  return { count, shape, ...(form && { form }), inputs, scale, notes };
}
