import { refuse } from '../../errors.js';
import { show } from '../../schema.js';

/** What a cell of a table may be. */
export type Cell = string | number | bigint | boolean | null | undefined | object;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const missing = /^(|na|n\/a|#n\/a|<na>|null|none|nil|\?|-)$/i;
const notNumber = /^[+-]?nan$/i;
const infinite = /^[+-]?inf(inity)?$/i;
const comma = /^[+-]?\d+,\d+$/;

/** The largest float32; what is beyond it would be infinite. */
const largest = 3.4028234663852886e38;

/** Whether a cell has nothing in it. */
export const isMissing = (cell: Cell): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && missing.test(cell));

/** A cell as a number; undefined where it is none. */
export function asNumber(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  if (typeof cell !== 'string') return undefined;
  if (decimal.test(cell)) return Number(cell);
  if (notNumber.test(cell)) return Number.NaN;
  return infinite.test(cell) ? Number.POSITIVE_INFINITY : undefined;
}

/**
 * A cell as a number that a float32 can hold.
 * @param where called only for an error
 * @throws {InputError} on an empty cell, text, NaN, an infinity, or a number beyond float32
 */
export function numberIn(cell: Cell, where: () => string, hint?: string): number {
  if (isMissing(cell)) refuseMissing(cell, where());
  const value = asNumber(cell);
  if (value === undefined) return refuseText(cell, where(), hint);
  return finite(value, cell, where);
}

/** The same of what is a number already. @throws {InputError} */
export function finite(value: number, shown: Cell, where: () => string): number {
  // Not above it: NaN is neither.
  if (Math.abs(value) <= largest) return value;
  const big = Number.isFinite(value) || (typeof shown === 'string' && decimal.test(shown));
  const got = typeof shown === 'string' ? show(shown) : String(value);
  return refuse({
    where: where(),
    got,
    expected: big ? `a number of at most ${largest}, the largest float32` : 'a finite number',
    hint: big ? 'another unit' : 'leaving the row out',
  });
}

/** @throws {InputError} */
export function refuseMissing(cell: Cell, where: string): never {
  const got = typeof cell === 'string' && cell !== '' ? `${show(cell)}, a missing value` : 'an empty cell';
  return refuse({ where, got, expected: 'a value', hint: 'filling it in, or leaving the row or column out' });
}

function refuseText(cell: Cell, where: string, hint = 'leaving the column out with --input-columns'): never {
  const decimals = typeof cell === 'string' && comma.test(cell);
  return refuse({
    where,
    got: cell instanceof Date ? `the date ${cell.toISOString()}` : show(cell),
    expected: 'a number',
    hint: decimals ? 'a decimal point instead of the comma' : hint,
  });
}
