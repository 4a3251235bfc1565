import { type DigitSums, digitSums } from './digit-sums.js';
import type { Lists } from './lists.js';

/**
 * Rows of a sparse matrix of which many are the same but for where they begin: those of filters, pools, or units one by one. A row has
 * a shape, whose columns and places are counted from those that the row begins at. Where rows are all different, each is a shape.
 */
export interface AlikeRows {
  readonly count: number;
  /** Of each row its shape, and the column and the place that it begins at. */
  readonly rows: DigitSums;
  /** Entries of shape s are starts[s] up to starts[s + 1], in the order in which they are summed. */
  readonly starts: Int32Array;
  /** Of each entry, how many columns and places after the first it is. */
  readonly from: Int32Array;
  readonly places: Int32Array;
}

/** The same rows, with each shape once. */
export function alikeRows(lists: Lists): AlikeRows {
  const { starts, from, places } = lists;
  const count = starts.length - 1;
  const rows = new Int32Array(3 * count);
  const shapes = new Shapes(lists);
  for (let r = 0; r < count; r++) {
    rows[3 * r] = shapes.numberOf(r);
    if (starts[r] === starts[r + 1]) continue;
    rows[3 * r + 1] = from[starts[r]];
    rows[3 * r + 2] = places[starts[r]];
  }
  return { count, rows: digitSums(rows, 3), ...shapes.all() };
}

/** One by one. */
export function listsOf(all: AlikeRows): Lists {
  const { count } = all;
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) starts[row + 1] = starts[row] + lengthOf(all, row);
  const [from, places] = [new Int32Array(starts[count]), new Int32Array(starts[count])];
  let k = 0;
  for (let row = 0; row < count; row++)
    eachEntry(all, row, (column, place) => {
      from[k] = column;
      places[k++] = place;
    });
  return { starts, from, places };
}

/** How many entries a row has. */
export function lengthOf({ rows: { period, high, low }, starts }: AlikeRows, row: number): number {
  const line = (row / period) | 0;
  const shape = high[3 * line] + low[3 * (row - line * period)];
  return starts[shape + 1] - starts[shape];
}

/** The same of each. */
export const lengthsOf = (all: AlikeRows): Int32Array =>
  Int32Array.from({ length: all.count }, (_, row) => lengthOf(all, row));

/** Tells of each entry of a row. */
export function eachEntry(
  { rows: { period, high, low }, starts, from, places }: AlikeRows,
  row: number,
  tell: (column: number, place: number) => void,
): void {
  const line = (row / period) | 0;
  const [h, l] = [3 * line, 3 * (row - line * period)];
  const shape = high[h] + low[l];
  const column = high[h + 1] + low[l + 1];
  const place = high[h + 2] + low[l + 2];
  for (let e = starts[shape]; e < starts[shape + 1]; e++) tell(column + from[e], place + places[e]);
}

/** How many entries each column has. */
export function countsOf(all: AlikeRows, columns: number): Int32Array {
  const counts = new Int32Array(columns);
  for (let row = 0; row < all.count; row++) eachEntry(all, row, (column) => counts[column]++);
  return counts;
}

/** Shapes of rows, as they are met. */
class Shapes {
  /** The row in which each was first met. */
  private readonly first: number[] = [];
  private readonly known = new Map<number, number[]>();

  constructor(private readonly lists: Lists) {}

  /** The number of a row's shape. */
  numberOf(row: number): number {
    const { first, known } = this;
    const hash = this.hashOf(row);
    const candidates = known.get(hash) ?? [];
    const found = candidates.find((shape) => this.same(first[shape], row));
    if (found !== undefined) return found;
    first.push(row);
    known.set(hash, [...candidates, first.length - 1]);
    return first.length - 1;
  }

  all(): Pick<AlikeRows, 'starts' | 'from' | 'places'> {
    const { first, lists } = this;
    const starts = new Int32Array(first.length + 1);
    for (const [shape, row] of first.entries())
      starts[shape + 1] = starts[shape] + lists.starts[row + 1] - lists.starts[row];
    const from = new Int32Array(starts[first.length]);
    const places = new Int32Array(from.length);
    for (const [shape, row] of first.entries()) {
      const begin = lists.starts[row];
      for (let e = starts[shape], k = begin; e < starts[shape + 1]; e++, k++) {
        from[e] = lists.from[k] - lists.from[begin];
        places[e] = lists.places[k] - lists.places[begin];
      }
    }
    return { starts, from, places };
  }

  private same(a: number, b: number): boolean {
    const { starts, from, places } = this.lists;
    const [first, second] = [starts[a], starts[b]];
    const length = starts[a + 1] - first;
    if (length !== starts[b + 1] - second) return false;
    for (let i = 1; i < length; i++) {
      if (from[first + i] - from[first] !== from[second + i] - from[second]) return false;
      if (places[first + i] - places[first] !== places[second + i] - places[second]) return false;
    }
    return true;
  }

  private hashOf(row: number): number {
    const { starts, from, places } = this.lists;
    const [begin, end] = [starts[row], starts[row + 1]];
    let hash = end - begin;
    for (let k = begin; k < end; k++) {
      hash = Math.imul(hash, 31) + from[k] - from[begin];
      hash = (Math.imul(hash, 31) + places[k] - places[begin]) | 0;
    }
    return hash;
  }
}
