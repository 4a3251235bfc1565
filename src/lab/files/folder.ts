import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../../errors.js';
import { codeOf, withPath } from './errors.js';

/**
 * Creates a folder, and the folders above it; an empty one that is already there will do.
 * @throws {InputError} naming the path when it is a file, a folder with something in it, or cannot be created
 */
export function createDirectory(path: string): void {
  const expected = 'a folder to create';
  withPath(path, expected, () => {
    try {
      makeFolders(path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      refuse({ where: path, got: 'a file', expected, hint: 'another name' });
    }
    const [first] = readdirSync(path);
    if (first !== undefined) {
      refuse({
        where: path,
        got: `a folder that holds ${first}`,
        expected: 'a new or empty folder',
        hint: 'another name',
      });
    }
  });
}

// Not mkdir's own `recursive`: in Node 20 it takes a read-only disk for a missing folder, and never ends in /proc.
function makeFolders(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolders(dirname(path));
    makeFolder(path);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
