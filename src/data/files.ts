import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../errors.js';
import { entryOf, fileSetOf } from './catalogue.js';
import { download } from './download.js';
import { cacheDirectory, DATA_VARIABLE, dataDirectories, locate } from './locate.js';
import { sweepParts } from './part.js';
import { type DataFile, fileName } from './sets/entry.js';

/** A file of a data set, and whether it is here. */
export interface FileStatus {
  /** Name inside a data directory, such as `mnist/train-images-idx3-ubyte.gz`. */
  readonly file: string;
  /** Where it lies, plain or gzipped; undefined when missing. */
  readonly path: string | undefined;
  /** Its size on disk, in bytes; undefined when missing. */
  readonly bytes: number | undefined;
}

/** How far the download of one file has come. */
export interface FileProgress {
  readonly file: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all, if the server says. */
  readonly total: number | undefined;
}

/** How to get the files of a data set. */
export interface FetchOptions {
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Stops a download; the next one goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Where RELAXON_DATA, RELAXON_MIRROR and the cache are read from; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** A mirror is given up when silent for so many milliseconds, or as slow as a byte in each; 30,000 by default. */
  readonly idleMs?: number | undefined;
}

/**
 * Where each file of a data set lies; none for a built-in set.
 * @throws {InputError} when the set is unknown, or RELAXON_DATA is no directory
 */
export async function dataStatus(name: string, env: NodeJS.ProcessEnv = process.env): Promise<FileStatus[]> {
  const entry = entryOf(name);
  const directories = await dataDirectories(env);
  const statusOf = async (file: DataFile): Promise<FileStatus> => {
    const path = await locate(file, directories);
    return { file: fileName(file), path, bytes: path ? (await stat(path)).size : undefined };
  };
  return Promise.all('files' in entry ? entry.files.map(statusOf) : []);
}

/**
 * The directory of a data set's files: where they are, or where a download would put them.
 * @throws {InputError} when the set is unknown or built in, or RELAXON_DATA is no directory
 */
export async function dataPath(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { files } = fileSetOf(name);
  const found = await locate(files[0], await dataDirectories(env));
  return found ? dirname(found) : join(cacheDirectory(env), files[0].folder);
}

/**
 * Downloads the files of a data set that are nowhere yet, into the cache.
 * @returns the paths of all its files, in the order of the catalogue
 * @throws {InputError} when the set is unknown or built in, or a file cannot be written; {RelaxonError} when
 *   no mirror serves a file: it says where to put which
 */
export async function fetchDataSet(name: string, options: FetchOptions = {}): Promise<string[]> {
  const { env = process.env, onProgress, signal, idleMs } = options;
  const { files, paths } = await locateAll(name, await dataDirectories(env));
  for (const [i, file] of files.entries()) {
    if (paths[i]) {
      await sweepParts(join(cacheDirectory(env), fileName(file)));
      continue;
    }
    const missing = files.filter((_, k) => !paths[k]);
    paths[i] = await download(file, cacheDirectory(env), {
      env,
      signal,
      idleMs,
      advice: advice(missing, env),
      onProgress: (received, total) => onProgress?.({ file: fileName(file), received, total }),
    });
  }
  return paths as string[];
}

/**
 * The paths of all files of a data set, in the order of the catalogue, without touching the network.
 * @throws {InputError} when the set is unknown or built in, or a file is missing: it says where to put which
 */
export async function findDataSet(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const directories = await dataDirectories(env);
  const { files, paths } = await locateAll(name, directories);
  const missing = files.filter((_, i) => !paths[i]);
  if (missing.length === 0) return paths as string[];
  return refuse({
    where: `data set ${name}`,
    got: `no ${missing.map(fileName).join(', ')} in ${directories.join(' or ')}`,
    expected: 'its files, as fetching was not allowed',
    hint: advice(missing, env),
  });
}

async function locateAll(name: string, directories: readonly string[]) {
  const { files } = fileSetOf(name);
  return { files, paths: await Promise.all(files.map((file) => locate(file, directories))) };
}

function advice(missing: readonly DataFile[], env: NodeJS.ProcessEnv): string {
  const own = env[DATA_VARIABLE] || `a directory of your own that ${DATA_VARIABLE} names`;
  return `putting ${missing.map(fileName).join(', ')} into ${cacheDirectory(env)} or ${own}`;
}
