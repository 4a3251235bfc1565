import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { refuse } from '../../../errors.js';
import { writeFileAtomic } from '../../files.js';
import { outTarget, refuseUnwritable } from '../../out-file.js';
import type { Comparison } from '../comparison.js';
import { comparisonPage, mark } from './page.js';

/** Says before the work whether the page can be written. @throws {InputError} also on a file that is there and is no such page */
export function checkPage(path: string): void {
  refuseUnwritable(path);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || (stat.isFile() && (stat.size === 0 || startOf(path).includes(mark)))) return;
  refuse({
    where: path,
    got: 'another file',
    expected: 'a new one, or a page of an earlier comparison',
    hint: 'another name',
  });
}

/** Writes the page of a comparison. @throws {InputError} when it cannot be written */
export function writePage(path: string, comparison: Comparison, title = 'Runs compared'): void {
  writeFileAtomic(outTarget(path), comparisonPage(comparison, title));
}

function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(512);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
