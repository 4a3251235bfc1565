import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DigitSums, digitSums } from '../../src/math/digit-sums.js';

/** Row after row, as they are meant. */
function written({ period, high, low }: DigitSums, width: number, count: number): number[] {
  return Array.from({ length: count * width }, (_, n) => {
    const [k, column] = [Math.floor(n / width), n % width];
    return high[Math.floor(k / period) * width + column] + low[(k % period) * width + column];
  });
}

it('windows over a grid of 4 lines of 6 are a line, and where lines begin', () => {
  // In a picture 8 wide a window begins at 8 y + x; two columns, the second of them always 3.
  const table = Int32Array.from(
    [0, 8, 16, 24].flatMap((line) => [0, 1, 2, 3, 4, 5].flatMap((x) => [line + x, 3])),
  );
  expect(digitSums(table, 2)).toEqual({
    period: 6,
    high: Int32Array.of(0, 0, 8, 0, 16, 0, 24, 0),
    low: Int32Array.of(0, 3, 1, 3, 2, 3, 3, 3, 4, 3, 5, 3),
  });
});

it('rows that no grid numbers are kept as they are', () => {
  const table = Int32Array.of(5, 1, 9, 2, 6, 4);
  expect(digitSums(table, 1)).toEqual({ period: 6, high: Int32Array.of(0), low: table });
  expect(digitSums(new Int32Array(0), 3)).toEqual({
    period: 0,
    high: table.slice(0, 0),
    low: table.slice(0, 0),
  });
});

const numbers = (length: number) =>
  fc.array(fc.integer({ min: -40, max: 40 }), { minLength: length, maxLength: length });
const tables = fc
  .record({
    lines: fc.integer({ min: 1, max: 7 }),
    period: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ lines, period, width }) =>
    fc.record({ width: fc.constant(width), a: numbers(lines * width), b: numbers(period * width) }),
  );

it('gives back any table, in no more rows than it was made of', () => {
  fc.assert(
    fc.property(tables, ({ width, a, b }) => {
      const [lines, period] = [a.length / width, b.length / width];
      const table = Int32Array.from({ length: lines * period * width }, (_, n) => {
        const k = Math.floor(n / width);
        return a[Math.floor(k / period) * width + (n % width)] + b[(k % period) * width + (n % width)];
      });
      const sums = digitSums(table, width);
      expect(written(sums, width, lines * period)).toEqual([...table]);
      expect(sums.high.length + sums.low.length).toBeLessThanOrEqual(a.length + b.length);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 24 }), (table) => {
      expect(written(digitSums(Int32Array.from(table), 1), 1, table.length)).toEqual(table);
    }),
  );
});
