import { type Inputs, inputSize, type Split } from '../dataset.js';
import { sizeOf } from './array.js';
import type { DataDescription } from './description.js';
import { alike } from './formats.js';
import { judgedIn } from './load-for.js';
import type { DataOptions } from './options.js';
import { checksumOf, refuseOtherShape, splitOf } from './parts.js';
import { readSource, type Source } from './read.js';
import type { Samples } from './samples.js';
import { type Numbers, type Scaled, scaledAlike } from './scale.js';
import type { Meaning } from './targets.js';

/** Other data, read as those of a description were. */
export interface LikeOptions
  extends Pick<DataOptions, 'inputColumns' | 'target' | 'targetFile' | 'delimiter'> {
  /** The numbers that were learned from, where they are known: then these are brought to their scale. */
  readonly learned?: Numbers | undefined;
}

/** What came of it, its checksum, and what is to be said of it. */
type Read<I extends Inputs> = I & { readonly checksum: string; readonly notes: readonly string[] };

/**
 * Reads other data for a network that was trained on data of a description: the same columns, and the same classes by their
 * names. Of another format, arrays instead of a table, they are taken by their place.
 * @param path of a file or folder, absolute
 * @throws {InputError} when they are not of that kind, or have a class that it was not trained on
 */
export async function loadLike(
  path: string,
  description: DataDescription,
  options: LikeOptions = {},
): Promise<Read<Split>> {
  const { source, samples, scaled } = await readLike(path, description, options, true);
  const split = splitOf({ ...samples, ...scaled.inputs }, meaningIn(description));
  return { ...split, checksum: checksumOf(source.contents), notes: scaled.notes };
}

/** Reads inputs alone, in the same way, to be answered. @throws {InputError} as `loadLike` */
export async function loadInputsLike(
  path: string,
  description: DataDescription,
  options: Omit<LikeOptions, 'target' | 'targetFile'> = {},
): Promise<Read<Inputs>> {
  const { source, scaled } = await readLike(path, description, options, false);
  const { count, shape, form, inputs, scale } = scaled.inputs;
  const taken = { count, shape, ...(form && { form }), inputs, scale };
  return { ...taken, checksum: checksumOf(source.contents), notes: scaled.notes };
}

async function readLike(
  path: string,
  description: DataDescription,
  { learned, ...options }: LikeOptions,
  targets: boolean,
): Promise<{ readonly source: Source; readonly samples: Samples; readonly scaled: Scaled<Samples> }> {
  const asked = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const source = await readSource(path, (format) => ({ ...askedBy(description, format), ...asked, targets }));
  const found = judgedIn(path, source, options);
  const samples = asTrained(found.samples, description);
  refuseOtherShape(path, samples, description);
  const { inputs, notes } = scaledAlike(path, samples, learned);
  return { source, samples, scaled: { inputs, notes: [...notes, ...found.notes] } };
}

/** A row of numbers is as good as the image that it is. */
function asTrained(samples: Samples, { shape, form }: DataDescription): Samples {
  const isRow = samples.shape.length === 1 && sizeOf(shape) === inputSize(samples);
  return isRow ? { ...samples, shape, ...(form && { form }) } : samples;
}

// Columns by the names under which they were found; arrays have none of them.
function askedBy({ inputs, targets, options, format: trained }: DataDescription, format: string) {
  if (!alike(format, trained)) return {};
  if (inputs.length > 0) return { inputColumns: inputs, target: targets };
  const { inputColumns, target } = options;
  return { ...(inputColumns && { inputColumns }), ...(target && { target }) };
}

const meaningIn = ({ task, classes, targetSize }: DataDescription): Meaning =>
  task === 'classes' ? { task, classes: classes ?? [] } : { task, targetSize };
