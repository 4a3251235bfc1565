import { choose, refuse } from '../../errors.js';
import { writeFileAtomic } from '../files.js';
import { outTarget, refuseUnwritable } from '../out-file.js';
import { columnsFor } from './columns.js';
import type { Comparison } from './comparison.js';
import { csvOf } from './csv.js';
import { parquetOf } from './parquet.js';

/** The kinds of table for other programs, by the ending of a file's name. */
const kinds = { parquet: parquetOf, csv: csvOf } as const;

/** @throws {InputError} on a file that can be none of these, or cannot be written */
export function checkExport(path: string): void {
  const [, ending] = /\.([^./\\]+)$/.exec(path) ?? [];
  const expected = `a file that ends in ${Object.keys(kinds)
    .map((kind) => `.${kind}`)
    .join(' or ')}`;
  if (ending === undefined) refuse({ where: '--export', got: JSON.stringify(path), expected });
  choose('--export', kinds, ending.toLowerCase());
  refuseUnwritable(path);
}

/** Writes a row for each run. @throws {InputError} when it cannot be written */
export function exportTo(path: string, comparison: Comparison): void {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase() as keyof typeof kinds;
  writeFileAtomic(outTarget(path), kinds[ending](columnsFor(comparison)));
}
