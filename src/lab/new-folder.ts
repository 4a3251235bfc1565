import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDirectory } from './files.js';

/**
 * Creates a folder (an empty one that is there will do) and fills it. When that fails, all is as it was before:
 * no file in it, and no folder that was not there.
 * @throws {InputError} as createDirectory, and whatever `fill` throws
 */
export function fillFolder<R>(path: string, fill: () => R): R {
  const created = firstMissing(path);
  try {
    createDirectory(path);
  } catch (error) {
    if (created) removeQuietly(created);
    throw error;
  }
  try {
    return fill();
  } catch (error) {
    if (created) removeQuietly(created);
    else for (const name of readdirSync(path)) removeQuietly(join(path, name));
    throw error;
  }
}

/** The outermost folder on the way to `path` that is not there yet. */
function firstMissing(path: string): string | undefined {
  if (isThere(path)) return undefined;
  return firstMissing(dirname(path)) ?? path;
}

// A link that leads nowhere is there, too.
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What stopped the work is the error to tell.
  }
}
