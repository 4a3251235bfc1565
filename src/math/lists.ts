/** Entries of a sparse matrix, row by row: those of row r are starts[r] up to starts[r + 1], in the order in which they are summed. */
export interface Rows {
  readonly starts: Int32Array;
  /** Of each entry, its column, and where its value stands among the values. */
  readonly from: Int32Array;
  readonly places: Int32Array;
}

/** out[r] += sum over the entries of row r of value * vector[column] */
export function addListRows(
  values: Float64Array,
  { starts, from, places }: Rows,
  vector: Float64Array,
  out: Float64Array,
): void {
  let k = 0;
  for (let r = 0; r < out.length; r++) {
    const end = starts[r + 1];
    let sum = 0;
    for (; k < end; k++) sum += values[places[k]] * vector[from[k]];
    out[r] += sum;
  }
}

/** The sum of one row. */
export function listRowSum(
  values: Float64Array,
  { starts, from, places }: Rows,
  vector: Float64Array,
  row: number,
): number {
  const end = starts[row + 1];
  let sum = 0;
  for (let k = starts[row]; k < end; k++) sum += values[places[k]] * vector[from[k]];
  return sum;
}

/** values[place] += factor * vector[column], for the entries of one row */
export function addToListRow(
  values: Float64Array,
  { starts, from, places }: Rows,
  row: number,
  factor: number,
  vector: Float64Array,
): void {
  const end = starts[row + 1];
  for (let k = starts[row]; k < end; k++) values[places[k]] += factor * vector[from[k]];
}

/** values[place] += factor * entries[k], for the entries k of one row */
export function addEntriesToListRow(
  values: Float64Array,
  { starts, places }: Rows,
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
  { places }: Rows,
  entries: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) out[k] = values[places[k]] * entries[k];
}

/** out[k] = value * vector[column], entry by entry */
export function weighList(
  values: Float64Array,
  { from, places }: Rows,
  vector: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < out.length; k++) out[k] = values[places[k]] * vector[from[k]];
}

/** out[r] += the sum of what stands for the entries of row r */
export function addEntries(entries: Float64Array, { starts }: Rows, out: Float64Array): void {
  let k = 0;
  for (let r = 0; r < out.length; r++) {
    const end = starts[r + 1];
    let sum = 0;
    for (; k < end; k++) sum += entries[k];
    out[r] += sum;
  }
}
