import type { Lists } from './lists.js';

type Numbers = Uint16Array | Int32Array;

/**
 * Rows of a sparse matrix of which many are the same but for where they begin: those of filters, pools, or units one by one. A row has
 * a shape, whose columns and places are counted from those that the row begins at. Where rows are all different, each is a shape.
 */
export interface AlikeRows {
  /** Of row r at 3 r: its shape, and the column and the place that it begins at. */
  readonly rows: Numbers;
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
  return { rows: narrow(rows), ...shapes.all() };
}

/** One by one. */
export function listsOf({ rows, starts, from, places }: AlikeRows): Lists {
  const count = rows.length / 3;
  const begins = new Int32Array(count + 1);
  for (let r = 0; r < count; r++) {
    const shape = rows[3 * r];
    begins[r + 1] = begins[r] + starts[shape + 1] - starts[shape];
  }
  const [columns, at] = [new Int32Array(begins[count]), new Int32Array(begins[count])];
  for (let r = 0, k = 0; r < count; r++) {
    const shape = rows[3 * r];
    for (let e = starts[shape]; e < starts[shape + 1]; e++, k++) {
      columns[k] = rows[3 * r + 1] + from[e];
      at[k] = rows[3 * r + 2] + places[e];
    }
  }
  return { starts: begins, from: columns, places: at };
}

/** How many entries a row has. */
export const lengthOf = ({ rows, starts }: AlikeRows, row: number): number =>
  starts[rows[3 * row] + 1] - starts[rows[3 * row]];

/** The same of each. */
export const lengthsOf = (all: AlikeRows): Int32Array =>
  Int32Array.from({ length: all.rows.length / 3 }, (_, row) => lengthOf(all, row));

/** Tells of each entry of a row. */
export function eachEntry(
  { rows, starts, from, places }: AlikeRows,
  row: number,
  tell: (column: number, place: number) => void,
): void {
  const [shape, column, place] = rows.subarray(3 * row, 3 * row + 3);
  for (let e = starts[shape]; e < starts[shape + 1]; e++) tell(column + from[e], place + places[e]);
}

/** How many entries each column has. */
export function countsOf({ rows, starts, from }: AlikeRows, columns: number): Int32Array {
  const counts = new Int32Array(columns);
  for (let r = 0; r < rows.length; r += 3)
    for (let e = starts[rows[r]]; e < starts[rows[r] + 1]; e++) counts[rows[r + 1] + from[e]]++;
  return counts;
}

/** Half as large where numbers are small. */
const narrow = (numbers: Int32Array): Numbers =>
  numbers.every((one) => one >= 0 && one <= 0xffff) ? Uint16Array.from(numbers) : numbers;

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
