import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../../errors.js';
import { codeOf, withPath } from './errors.js';

/**
 * Writes a file so that at any time, through a crash or a full disk, the path holds the old contents or the new:
 * a temporary file in the same folder is written, flushed to disk and renamed. A link's target is replaced, not the
 * link; an existing file keeps its permissions.
 * @throws {InputError} naming the path and what to try; nothing is left behind
 */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  withPath(path, 'a file to write', () => replaceFile(path, data), true);
}

/** Removes what writers that were killed left in a folder; nobody may be writing there. */
export function removeLeftovers(folder: string): void {
  const left = readdirSync(folder).filter((name) => /^\.\d+-[\da-f]{8}\.tmp$/.test(name));
  for (const name of left) rmSync(join(folder, name), { force: true });
}

function replaceFile(path: string, data: string | Uint8Array): void {
  const { target, mode } = existing(path);
  const folder = dirname(target);
  const temporary = join(folder, `.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    writeFlushed(temporary, data, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(folder);
}

function existing(path: string): { target: string; mode?: number } {
  try {
    const stat = statSync(path);
    // Renaming over a device or a pipe would destroy it.
    if (!stat.isFile() && !stat.isDirectory()) {
      refuse({ where: path, got: 'a device or pipe', expected: 'a file to write' });
    }
    if (stat.isDirectory())
      refuse({ where: path, got: 'a folder', expected: 'a file to write', hint: 'a file in it' });
    return { target: realpathSync(path), mode: stat.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { target: path };
    throw error;
  }
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
function flushFolder(folder: string): void {
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
