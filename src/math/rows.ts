/**
 * Products of a float64 matrix [rows, columns], stored row by row, with a vector. Every sum is taken in the order of
 * its index, one product after the other: the bits are those of the plainest loop, however the work is arranged.
 */

/** sum over c of matrix[row, c] vector[c] */
export function rowDot(matrix: Float64Array, columns: number, row: number, vector: Float64Array): number {
  const from = row * columns;
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += matrix[from + c] * vector[c];
  return sum;
}

/** out[r] = sum over c of matrix[r, c] vector[c], all rows. */
export function rowDots(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const columns = vector.length;
  let r = 0;
  // Four rows at a time: their sums do not wait for each other.
  for (; r + 3 < out.length; r += 4) fourRowDots(matrix, columns, r, vector, out);
  for (; r < out.length; r++) out[r] = rowDot(matrix, columns, r, vector);
}

function fourRowDots(
  matrix: Float64Array,
  columns: number,
  row: number,
  vector: Float64Array,
  out: Float64Array,
): void {
  const i = row * columns;
  const j = i + columns;
  const k = j + columns;
  const l = k + columns;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let n = 0; n < columns; n++) {
    const v = vector[n];
    a += matrix[i + n] * v;
    b += matrix[j + n] * v;
    c += matrix[k + n] * v;
    d += matrix[l + n] * v;
  }
  out[row] = a;
  out[row + 1] = b;
  out[row + 2] = c;
  out[row + 3] = d;
}

/** The same over some of the columns, in ascending order: the bits are those of all where the others have zeros. */
export function rowDotsOf(
  columns: readonly number[],
  matrix: Float64Array,
  vector: Float64Array,
  out: Float64Array,
): void {
  const width = vector.length;
  let r = 0;
  for (; r + 3 < out.length; r += 4) fourRowDotsOf(columns, matrix, r * width, width, vector, out, r);
  for (; r < out.length; r++) {
    let sum = 0;
    for (let k = 0; k < columns.length; k++) sum += matrix[r * width + columns[k]] * vector[columns[k]];
    out[r] = sum;
  }
}

function fourRowDotsOf(
  columns: readonly number[],
  matrix: Float64Array,
  from: number,
  width: number,
  vector: Float64Array,
  out: Float64Array,
  row: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < columns.length; k++) {
    const n = columns[k];
    const v = vector[n];
    const i = from + n;
    a += matrix[i] * v;
    b += matrix[i + width] * v;
    c += matrix[i + 2 * width] * v;
    d += matrix[i + 3 * width] * v;
  }
  out[row] = a;
  out[row + 1] = b;
  out[row + 2] = c;
  out[row + 3] = d;
}

/** The places of the numbers that are not zero, in ascending order. */
export function nonZero(vector: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < vector.length; i++) if (vector[i] !== 0) places.push(i);
  return places;
}

/** matrix[row, c] += factor vector[c] for some of the columns. */
export function addToRowOf(
  columns: readonly number[],
  matrix: Float64Array,
  width: number,
  row: number,
  factor: number,
  vector: Float64Array,
): void {
  const from = row * width;
  for (let k = 0; k < columns.length; k++) {
    const c = columns[k];
    matrix[from + c] += vector[c] * factor;
  }
}

/** matrix[row, c] += factor vector[c] */
export function addToRow(
  matrix: Float64Array,
  columns: number,
  row: number,
  factor: number,
  vector: Float64Array,
): void {
  let i = row * columns;
  let c = 0;
  for (; c + 3 < columns; c += 4, i += 4) {
    matrix[i] += vector[c] * factor;
    matrix[i + 1] += vector[c + 1] * factor;
    matrix[i + 2] += vector[c + 2] * factor;
    matrix[i + 3] += vector[c + 3] * factor;
  }
  for (; c < columns; c++, i++) matrix[i] += vector[c] * factor;
}
