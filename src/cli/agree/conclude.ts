import { RelaxonError } from '../../errors.js';
import { agrees, type Difference } from '../../lab/agreement.js';
import { type Explained, isRounding } from '../../lab/rounding/explained.js';
import { print, table } from '../output.js';
import type { AgreeOptions } from './options.js';

type Row = Difference | Explained;

/** Prints what was compared. @throws {RelaxonError} when something is too far apart, and not by rounding */
export function conclude(rows: readonly Row[], { json }: AgreeOptions): void {
  const failed = rows.filter((row) => verdictOf(row) === 'TOO FAR');
  print(json, { agree: failed.length === 0, differences: rows }, () => [
    ...table([
      ['presentation', 'quantity', 'difference', 'tolerance', ''],
      ...rows.map((row) => [
        row.presentation,
        row.quantity,
        row.difference.toExponential(2),
        row.tolerance.toExponential(0),
        verdictOf(row),
      ]),
    ]),
    ...explanation(rows.filter((row): row is Explained => verdictOf(row) === 'rounding')),
    failed.length === 0
      ? 'the engines agree'
      : `${failed.length} of ${rows.length} quantities are too far apart`,
  ]);
  if (failed.length > 0) refuseFirst(failed[0]);
}

function verdictOf(row: Row): string {
  if (agrees(row)) return 'ok';
  return 'rounding' in row && isRounding(row) ? 'rounding' : 'TOO FAR';
}

function explanation(rows: readonly Explained[]): string[] {
  if (rows.length === 0) return [];
  const worst = (of: 'float64' | 'rounding') => Math.max(...rows.map((row) => row[of])).toExponential(1);
  return [
    `rounding: in float64 the engines are at most ${worst('float64')} apart there; float32, rounded up or down by chance, is up to`,
    `${worst('rounding')} from float64. Nearly equal numbers are subtracted, or rounding decides which is the largest.`,
  ];
}

function refuseFirst(row: Row): never {
  const { quantity, presentation, difference, tolerance } = row;
  const hint =
    'rounding' in row
      ? `In float64 it is ${row.float64.toExponential(2)}, and rounding comes to ${row.rounding.toExponential(2)}. `
      : '';
  throw new RelaxonError(
    `agree.${quantity} (${presentation}): got a difference of ${difference.toExponential(2)}, ` +
      `expected at most ${tolerance.toExponential(0)}. ${hint}Try --backend cpu to see whether the backend is at fault.`,
  );
}
