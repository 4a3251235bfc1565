import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './errors.js';

/** Makes a folder and those above it that are missing. @param made gets each that was, the outermost first */
export function makeFolders(path: string, made: string[]): void {
  // Not mkdir's own `recursive`: in Node 20 it takes a read-only disk for a missing folder, and never ends in /proc.
  try {
    makeFolder(path, made);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolders(dirname(path), made);
    makeFolder(path, made);
  }
}

function makeFolder(path: string, made: string[]): void {
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Removes folders that were made, the innermost first, unless there is something in them. */
export function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders.toReversed()) rmdirSync(folder);
  } catch {
    // Somebody else's things are there.
  }
}
