import { dirname } from 'node:path';
import { refuse } from '../errors.js';
import { entryOf } from './catalogue.js';
import { type DataSet, type Split, sha256 } from './dataset.js';
import { type FetchOptions, fetchDataSet, findDataSet } from './files.js';
import { readPlainOrGzip } from './gzip.js';
import type { Content } from './idx.js';
import type { FileSet } from './sets/entry.js';

/** How to load a data set. */
export interface LoadOptions extends FetchOptions {
  /** Whether missing files may be downloaded; true by default. */
  readonly fetch?: boolean | undefined;
}

/**
 * Loads a data set, downloading what is missing. Files that differ from the published ones, such as a
 * subset of one's own, are accepted; `verified` is false then.
 * @throws {InputError} when the set is unknown, a file is malformed, or one is missing and may not be fetched;
 *   {RelaxonError} when it cannot be had: both say which file to put where
 */
export async function loadDataSet(name: string, options: LoadOptions = {}): Promise<DataSet> {
  const entry = entryOf(name);
  if ('make' in entry) return entry.make();
  const paths =
    options.fetch === false ? await findDataSet(name, options.env) : await fetchDataSet(name, options);
  const contents: Content[] = [];
  for (const file of paths) contents.push({ file, bytes: await readPlainOrGzip(file) });
  const { train, test } = entry.read(contents);
  if (`${train.shape}` !== `${test.shape}`) refuseShapes(name, train, test);
  return {
    name,
    classes: entry.classes,
    train,
    test,
    checksum: sha256(...contents.map(({ bytes }) => bytes)),
    verified: isPublished(entry, contents),
    source: [...new Set(paths.map((path) => dirname(path)))].join(', '),
  };
}

function refuseShapes(name: string, train: Split, test: Split): never {
  const got = `test images of ${test.shape.join(' x ')}`;
  return refuse({ where: `data set ${name}`, got, expected: `${train.shape.join(' x ')}, as for training` });
}

function isPublished({ files }: FileSet, contents: readonly Content[]): boolean {
  return files.every((file, i) => sha256(contents[i].bytes) === file.sha256);
}
