import type { Inputs, Split } from '../dataset.js';
import type { DataDescription } from './description.js';
import { checksumOf, refuseOtherShape, splitOf } from './parts.js';
import { readSource } from './read.js';
import type { Meaning } from './targets.js';

/** Other data, read as those of a description were. */
export interface LikeOptions {
  /** Their targets, where these have a file of their own. */
  readonly targetFile?: string | undefined;
  readonly delimiter?: string | undefined;
}

/**
 * Reads other data for a network that was trained on data of a description: the same columns, and the same classes.
 * @param path of a file or folder, absolute
 * @throws {InputError} when they are not of that kind, or have a class that it was not trained on
 */
export async function loadLike(
  path: string,
  description: DataDescription,
  options: LikeOptions = {},
): Promise<Split & { readonly checksum: string }> {
  const { contents, samples } = await readSource(
    path,
    { ...askedBy(description), ...options, targets: true },
    description.format,
  );
  refuseOtherShape(path, samples, description);
  return { ...splitOf(samples, meaningIn(description)), checksum: checksumOf(contents) };
}

/** Reads inputs alone, in the same way, to be answered. @throws {InputError} as `loadLike` */
export async function loadInputsLike(
  path: string,
  description: DataDescription,
  options: Omit<LikeOptions, 'targetFile'> = {},
): Promise<Inputs & { readonly checksum: string }> {
  const { contents, samples } = await readSource(
    path,
    { ...askedBy(description), ...options, targets: false },
    description.format,
  );
  refuseOtherShape(path, samples, description);
  const { count, shape, form, inputs, scale } = samples;
  return { count, shape, ...(form && { form }), inputs, scale, checksum: checksumOf(contents) };
}

// Columns by the names under which they were found.
const askedBy = ({ inputs, targets, options }: DataDescription) =>
  inputs.length > 0
    ? { inputColumns: inputs, target: targets }
    : { inputColumns: options.inputColumns, target: options.target };

const meaningIn = ({ task, classes, targetSize }: DataDescription): Meaning =>
  task === 'classes' ? { task, classes: classes ?? [] } : { task, targetSize };
