import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../errors.js';
import { codeOf, withPath } from './files/errors.js';
import { removeLeftovers } from './files/write.js';

/** Says before the work whether its result can be written at the end. @throws {InputError} naming the path */
export function refuseUnwritable(path: string): void {
  const expected = 'a file to write';
  withPath(path, expected, () => accessSync(dirname(path), constants.W_OK), true);
  if (!statSync(dirname(path)).isDirectory()) {
    refuse({
      where: path,
      got: `a file where its folder has to be`,
      expected,
      hint: 'checking the spelling',
    });
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    refuse({ where: path, got: 'a folder', expected, hint: 'a file in it' });
  }
}

/**
 * Where a result goes that was given a name: where a link leads, for who names it means that. What earlier processes left
 * unfinished beside it goes.
 */
export function outTarget(path: string): string {
  return withPath(path, 'a file to write', () => {
    const target = followed(path);
    removeLeftovers(dirname(target));
    return target;
  });
}

function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  }
}
