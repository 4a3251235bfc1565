import { refuse } from '../errors.js';
import type { ClassSplit } from './dataset.js';
import type { Content } from './idx.js';

const SHAPE = [8, 8] as const;
const SIZE = SHAPE[0] * SHAPE[1];
const DARKEST = 16;
const CLASSES = 10;

/**
 * Reads the text of the UCI set "Optical Recognition of Handwritten Digits" (Alpaydin, Kaynak 1998):
 * a line per image, 64 counts of black pixels 0..16 and the digit, separated by commas.
 * @throws {InputError} naming file and line when a line is malformed, or when there is none
 */
export function readOptdigits({ file, bytes }: Content): ClassSplit {
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  if (lines.length === 1 && lines[0] === '')
    refuse({ where: file, got: 'an empty file', expected: 'lines of 65 numbers' });
  const pixels = new Uint8Array(lines.length * SIZE);
  const labels = new Uint8Array(lines.length);
  for (const [i, line] of lines.entries()) {
    const where = `${file} line ${i + 1}`;
    const cells = line.split(',');
    if (cells.length !== SIZE + 1) {
      refuse({ where, got: `${cells.length} values`, expected: `${SIZE} values 0..${DARKEST} and a digit` });
    }
    for (let k = 0; k < SIZE; k++) pixels[i * SIZE + k] = parseCell(cells[k], where, k, DARKEST);
    labels[i] = parseCell(cells[SIZE], where, SIZE, CLASSES - 1);
  }
  return { count: lines.length, shape: SHAPE, inputs: pixels, scale: 1 / DARKEST, labels };
}

function parseCell(cell: string, where: string, column: number, most: number): number {
  // Spaces around a number are allowed, and with them the carriage return of a Windows line end.
  const value = /^\s*\d+\s*$/.test(cell) ? Number(cell) : Number.NaN;
  if (value <= most) return value;
  return refuse({
    where: `${where} value ${column + 1}`,
    got: JSON.stringify(cell),
    expected: `a whole number 0..${most}`,
  });
}
