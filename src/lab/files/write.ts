import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../../errors.js';
import { isRunning, placeKey } from '../../system/owner.js';
import { withPath } from './errors.js';

/**
 * Writes a file so that at any time, through a crash or a full disk, the path holds the old contents or the new:
 * a temporary file in the same folder is written, flushed to disk and renamed. An existing file keeps its permissions;
 * a link gives way to the file, and what it led to stays as it is.
 * @throws {InputError} naming the path and what to try; nothing is left behind
 */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  withPath(path, 'a file to write', () => replaceFile(path, data), true);
}

/** Removes the temporary files that writers left in a folder when they were killed. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (isLeft(name, path)) rmSync(path, { force: true });
  }
}

/** A name for a temporary file: it says whose it is. */
export function temporaryName(pid = process.pid): string {
  return `.${placeKey()}-${pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** No write takes so long, in ms: on another host, where processes cannot be asked for, its writer is gone. */
const longest = 3_600_000;

function isLeft(name: string, path: string): boolean {
  const [, key, pid] = /^\.([\da-f]{8})-(\d+)-[\da-f]{8}\.tmp$/.exec(name) ?? [];
  if (key === undefined) return false;
  if (key === placeKey()) return !isRunning({ pid: Number(pid), started: null });
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > longest;
}

function replaceFile(path: string, data: string | Uint8Array): void {
  const mode = modeOf(path);
  const folder = dirname(path);
  const temporary = join(folder, temporaryName());
  try {
    writeFlushed(temporary, data, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(folder);
}

/** Permissions of a file that is there. */
function modeOf(path: string): number | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat || stat.isSymbolicLink()) return undefined;
  if (stat.isDirectory()) {
    refuse({ where: path, got: 'a folder', expected: 'a file to write', hint: 'a file in it' });
  }
  // Renaming over a device or a pipe would destroy it.
  if (!stat.isFile()) refuse({ where: path, got: 'a device or pipe', expected: 'a file to write' });
  return stat.mode & 0o777;
}

function writeFlushed(path: string, data: string | Uint8Array, mode?: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    if (mode !== undefined) fchmodSync(file, mode);
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the rename last through a power cut, where the system lets a folder be flushed (Windows does not). */
export function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file itself is complete and in place.
  }
}
