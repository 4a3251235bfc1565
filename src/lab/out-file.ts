import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../errors.js';
import { withPath } from './files/errors.js';

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
