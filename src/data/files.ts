import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../errors.js';
import { fetchFromArchive } from './archive.js';
import { catalogue, entryOf, fileSetOf } from './catalogue.js';
import { type DownloadOptions, download } from './download.js';
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
  const directories = await dataDirectories(env);
  const { files, paths } = await locateAll(name, directories);
  const cache = cacheDirectory(env);
  for (const [i, file] of files.entries()) {
    if (paths[i]) {
      await sweepParts(join(cache, fileName(file)));
      continue;
    }
    const missing = files.filter((_, k) => !paths[k]);
    const served = file.archive ?? file;
    const how: DownloadOptions = {
      env,
      signal,
      idleMs,
      advice: await advice(missing, env),
      onProgress: (received, total) => onProgress?.({ file: fileName(served), received, total }),
    };
    if (file.archive) {
      const { archive } = file;
      const together = missing.filter((other) => other.archive === archive);
      await fetchFromArchive(archive, together, cache, how);
      for (const other of together) paths[files.indexOf(other)] = join(cache, fileName(other));
    } else paths[i] = await download(file, cache, how);
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
    hint: await advice(missing, env),
  });
}

async function locateAll(name: string, directories: readonly string[]) {
  const { files } = fileSetOf(name);
  return { files, paths: await Promise.all(files.map((file) => locate(file, directories))) };
}

async function advice(missing: readonly DataFile[], env: NodeJS.ProcessEnv): Promise<string> {
  const own = env[DATA_VARIABLE] || `a directory of your own that ${DATA_VARIABLE} names`;
  const parts = await partsHere(missing[0].folder, env);
  const other = parts.length > 0 ? `; or data set ${parts.join(' or ')}, which is here` : '';
  return `putting ${missing.map(fileName).join(', ')} into ${cacheDirectory(env)} or ${own}${other}`;
}

/** Sets that are a part of what is published in a folder, and whose files are all here. */
async function partsHere(folder: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const directories = await dataDirectories(env);
  const here: string[] = [];
  for (const [name, entry] of Object.entries(catalogue)) {
    if (!('files' in entry) || entry.part === undefined || entry.files[0].folder !== folder) continue;
    const paths = await Promise.all(entry.files.map((file) => locate(file, directories)));
    if (paths.every((path) => path !== undefined)) here.push(name);
  }
  return here;
}
