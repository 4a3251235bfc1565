/** Rows of a table, each a sum of two: row k is row floor(k / period) of `high` plus row k mod period of `low`. */
export interface DigitSums {
  readonly period: number;
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/**
 * A table as sums of the rows of two, the shortest that give it. Of what lies on a grid each line has the numbers of the first, all
 * higher by the same. Where there are no such lines `low` is the table, and `high` has one row of zeros.
 * @param table row after row, of `width` numbers each
 */
export function digitSums(table: Int32Array, width: number): DigitSums {
  const count = table.length / width;
  const period = periodsOf(count).find((one) => repeats(table, width, one)) ?? count;
  const low = table.slice(0, period * width);
  const high = new Int32Array(Math.ceil(count / Math.max(1, period)) * width);
  for (let k = 0; k < high.length; k++)
    high[k] = table[Math.floor(k / width) * period * width + (k % width)] - low[k % width];
  return { period, high, low };
}

/** Divisors, those that make the smallest tables first. */
function periodsOf(count: number): number[] {
  const small = Array.from({ length: Math.floor(Math.sqrt(count)) }, (_, k) => k + 1).filter(
    (one) => count % one === 0,
  );
  // The longer of two that make tables as small: rows of one period follow each other without a step of the high table.
  return small.reverse().flatMap((one) => (one * one === count ? [one] : [count / one, one]));
}

function repeats(table: Int32Array, width: number, period: number): boolean {
  const line = period * width;
  for (let begin = line; begin < table.length; begin += line)
    for (let k = width; k < line; k++)
      if (table[begin + k] - table[begin + (k % width)] !== table[k] - table[k % width]) return false;
  return true;
}
