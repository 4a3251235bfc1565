import { mkdirSync, readdirSync } from 'node:fs';
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
      mkdirSync(path, { recursive: true });
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
