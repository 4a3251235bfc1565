import { refuse } from '../errors.js';
import { type ClassSplit, type DataSet, formOf, type Inputs, type RealSplit } from './dataset.js';
import type { BuiltInSet, ClassFileSet } from './sets/entry.js';

/**
 * Images as sequences: a step for each row, from the top, with its pixels (of colours, all channels) as features. A view:
 * the bytes are those of the images.
 * @throws {InputError} when they are no images
 */
export function rowByRow<S extends Inputs>(split: S, where = 'rowByRow'): S {
  if (formOf(split) !== 'image')
    refuse({ where, got: `inputs of ${split.shape.join(' x ')}`, expected: 'images' });
  const [rows, ...row] = split.shape;
  return { ...split, shape: [rows, row.reduce((product, n) => product * n, 1)], form: 'sequence' };
}

/** A built-in set of images, row by row. */
export function builtInRows(name: string, about: string, { make, ...entry }: BuiltInSet): BuiltInSet {
  return { ...entry, about, make: () => setRows(name, make()) };
}

/** A set of images in files, row by row. */
export function fileRows(about: string, entry: ClassFileSet): ClassFileSet {
  return { ...entry, about, read: (contents) => bothRows(entry.read(contents)) };
}

const setRows = (name: string, data: DataSet): DataSet =>
  'classes' in data ? { ...data, name, ...bothRows(data) } : { ...data, name, ...bothRows(data) };

const bothRows = <S extends ClassSplit | RealSplit>({ train, test }: { train: S; test: S }) => ({
  train: rowByRow(train),
  test: rowByRow(test),
});
