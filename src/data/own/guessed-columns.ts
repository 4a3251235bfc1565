import { refuse } from '../../errors.js';
import type { Samples } from './samples.js';

/** What a column of targets is called by custom. */
const customary = /^(labels?|class(es)?|targets?|y)$/i;

/**
 * Columns that were taken by their place, since nobody named them, may be others than those meant.
 * @throws {InputError} where a column is called as targets are, and is not taken for one
 */
export function refuseDoubtful(path: string, { columns = [], names, targets }: Samples): void {
  const [last] = targets?.names ?? [];
  const odd = columns.findIndex((name) => customary.test(name));
  if (odd < 0 || columns[odd] === last || !names.includes(columns[odd])) return;
  const got = `column ${odd + 1} (${columns[odd]}) among the inputs`;
  if (targets)
    refuse({ where: path, got, expected: `it for a target, not ${last}`, hint: `--target ${columns[odd]}` });
  const hint = odd === 0 ? `--input-columns 2-${columns.length}` : '--input-columns';
  refuse({ where: path, got, expected: 'inputs alone', hint });
}

/** What is to be said of a table that has more columns than were taken. */
export function takenNotes(path: string, { columns = [], names }: Samples): string[] {
  if (columns.length <= names.length) return [];
  return [
    `${path}: the first ${names.length} of ${columns.length} columns are taken, ${names[0]} to ${names.at(-1)}; --input-columns names others`,
  ];
}
