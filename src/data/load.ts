import { dirname } from 'node:path';
import { entryOf } from './catalogue.js';
import { checkDataSet } from './check.js';
import { isPublished } from './checksums.js';
import { type DataSet, sha256 } from './dataset.js';
import { type FetchOptions, fetchDataSet, findDataSet } from './files.js';
import { kindOf, type Packed, readPacked } from './gzip.js';
import { loadOwnData } from './own/load.js';
import { type DataSource, isOwnData } from './own/resolve.js';
import type { ClassFileSet, FileSet } from './sets/entry.js';

/** How to load a data set. */
export interface LoadOptions extends FetchOptions {
  /** Whether missing files may be downloaded; true by default. */
  readonly fetch?: boolean | undefined;
}

/**
 * Loads a data set, downloading what is missing. Files that differ from the published ones, such as a
 * subset of one's own, are accepted; `verified` is false then.
 * @throws {InputError} when the set is unknown, a file or what was made is malformed, or one is missing and may not be fetched;
 *   {RelaxonError} when it cannot be had: both say which file to put where
 */
export async function loadDataSet(name: string, options: LoadOptions = {}): Promise<DataSet> {
  const entry = entryOf(name);
  const data = 'make' in entry ? entry.make() : await read(name, entry, options);
  checkDataSet(data);
  return data;
}

/**
 * Loads what a configuration names: a data set of the catalogue, or a file or folder of one's own.
 * @throws {InputError} as `loadDataSet`; naming row and column of what cannot be read or learned from
 */
export async function loadData(
  { data, dataOptions = {} }: DataSource,
  options: LoadOptions = {},
): Promise<DataSet> {
  if (!isOwnData(data)) return loadDataSet(data, options);
  const own = await loadOwnData(data, dataOptions);
  checkDataSet(own);
  return own;
}

async function read(name: string, entry: FileSet, options: LoadOptions): Promise<DataSet> {
  const paths =
    options.fetch === false ? await findDataSet(name, options.env) : await fetchDataSet(name, options);
  const contents: Packed[] = [];
  for (const [i, file] of paths.entries()) contents.push(await readPacked(file, kindOf(entry.files[i])));
  const origin = {
    name,
    checksum: sha256(...contents.map(({ bytes }) => bytes)),
    verified: entry.files.every((file, i) => isPublished(file, contents[i].bytes, contents[i].packed)),
    source: sourceOf(entry, paths),
  };
  return 'classes' in entry
    ? { ...origin, ...classesIn(entry), ...entry.read(contents) }
    : { ...origin, targetSize: entry.targetSize, ...entry.read(contents) };
}

const classesIn = ({ classes, classNames }: ClassFileSet) => ({ classes, ...(classNames && { classNames }) });

function sourceOf({ part }: FileSet, paths: readonly string[]): string {
  const folders = [...new Set(paths.map((path) => dirname(path)))].join(', ');
  return part === undefined ? folders : `${folders} (${part})`;
}
