import type { AlikeRows } from './alike-rows.js';

/** Entries of a sparse matrix, row by row: those of row r are starts[r] up to starts[r + 1], in the order in which they are summed. */
export interface Lists {
  readonly starts: Int32Array;
  /** Of each entry, its column, and where its value stands among the values. */
  readonly from: Int32Array;
  readonly places: Int32Array;
}

/** out[r] += sum over the entries of row r of value * vector[column] */
export function addListRows(
  values: Float64Array,
  { rows: { period, high, low }, starts, from, places }: AlikeRows,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let r = 0, h = 0; r < out.length; h += 3)
    for (let i = 0, l = 0; i < period; i++, r++, l += 3) {
      const shape = high[h] + low[l];
      const column = high[h + 1] + low[l + 1];
      const place = high[h + 2] + low[l + 2];
      const end = starts[shape + 1];
      let sum = 0;
      for (let e = starts[shape]; e < end; e++) sum += values[place + places[e]] * vector[column + from[e]];
      out[r] += sum;
    }
}

/** The sum of one row. */
export function listRowSum(
  values: Float64Array,
  { rows: { period, high, low }, starts, from, places }: AlikeRows,
  vector: Float64Array,
  row: number,
): number {
  const line = (row / period) | 0;
  const h = 3 * line;
  const l = 3 * (row - line * period);
  const shape = high[h] + low[l];
  const column = high[h + 1] + low[l + 1];
  const place = high[h + 2] + low[l + 2];
  const end = starts[shape + 1];
  let sum = 0;
  for (let e = starts[shape]; e < end; e++) sum += values[place + places[e]] * vector[column + from[e]];
  return sum;
}

/** values[place] += factor * vector[column], for the entries of one row */
export function addToListRow(
  values: Float64Array,
  { rows: { period, high, low }, starts, from, places }: AlikeRows,
  row: number,
  factor: number,
  vector: Float64Array,
): void {
  const line = (row / period) | 0;
  const h = 3 * line;
  const l = 3 * (row - line * period);
  const shape = high[h] + low[l];
  const column = high[h + 1] + low[l + 1];
  const place = high[h + 2] + low[l + 2];
  const end = starts[shape + 1];
  for (let e = starts[shape]; e < end; e++) values[place + places[e]] += factor * vector[column + from[e]];
}

/** values[place] += factor * entries[k], for the entries k of one row */
export function addEntriesToListRow(
  values: Float64Array,
  { starts, places }: Lists,
  row: number,
  factor: number,
  entries: Float64Array,
): void {
  const end = starts[row + 1];
  for (let k = starts[row]; k < end; k++) values[places[k]] += factor * entries[k];
}

/** out[k] = value * entries[k], entry by entry */
export function weighEntries(
  values: Float64Array,
  { places }: Lists,
  entries: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) out[k] = values[places[k]] * entries[k];
}

/** out[k] = value * vector[column], entry by entry */
export function weighList(
  values: Float64Array,
  { from, places }: Lists,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) out[k] = values[places[k]] * vector[from[k]];
}

/** out[r] += the sum of what stands for the entries of row r */
export function addEntries(entries: Float64Array, { starts }: Lists, out: Float64Array): void {
  let k = 0;
  for (let r = 0; r < out.length; r++) {
    const end = starts[r + 1];
    let sum = 0;
    for (; k < end; k++) sum += entries[k];
    out[r] += sum;
  }
}
