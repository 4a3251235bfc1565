import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { refuse } from '../errors.js';
import { findPlainOrGzip } from './gzip.js';
import type { DataFile } from './sets/entry.js';

/** The environment variable that names a directory of data of one's own. */
export const DATA_VARIABLE = 'RELAXON_DATA';

/** The user's cache, where downloads are kept: what each system has for such files; it need not exist yet. */
export function cacheDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || env.USERPROFILE || homedir();
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification has relative paths ignored. Whoever sets the variable means it, on any system.
  if (xdg && isAbsolute(xdg)) return join(xdg, 'relaxon');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'relaxon');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'relaxon', 'Cache');
  return join(home, '.cache', 'relaxon');
}

/**
 * The directories where data are looked for, in order: RELAXON_DATA if set, then the cache.
 * @throws {InputError} when RELAXON_DATA is set and is no directory
 */
export async function dataDirectories(env: NodeJS.ProcessEnv): Promise<string[]> {
  const own = env[DATA_VARIABLE];
  if (!own) return [cacheDirectory(env)];
  const found = await stat(own).catch(() => undefined);
  if (!found?.isDirectory()) {
    refuse({
      where: DATA_VARIABLE,
      got: `${JSON.stringify(own)}, ${found ? 'a file' : 'which does not exist'}`,
      expected: 'a directory with data sets',
      hint: `unsetting it to use ${cacheDirectory(env)}`,
    });
  }
  return [own, cacheDirectory(env)];
}

/** The path of a data file, plain or gzipped, in the first of the directories that has it; undefined when none has. */
export async function locate(file: DataFile, directories: readonly string[]): Promise<string | undefined> {
  for (const directory of directories) {
    const path = await findPlainOrGzip(join(directory, file.folder), file.name);
    if (path) return path;
  }
  return undefined;
}
