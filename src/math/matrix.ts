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

/** sum over r of matrix[r, column] vector[r] */
export function columnDot(
  matrix: Float64Array,
  columns: number,
  column: number,
  vector: Float64Array,
): number {
  let sum = 0;
  for (let r = 0, i = column; r < vector.length; r++, i += columns) sum += matrix[i] * vector[r];
  return sum;
}

/** out[c] = sum over r of matrix[r, c] vector[r], all columns in one pass over the matrix. */
export function columnDots(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const columns = out.length;
  const rows = vector.length;
  out.fill(0);
  let r = 0;
  // Four rows at a time save three of four loads and stores of the sums, and keep their order.
  for (; r + 3 < rows; r += 4) {
    const a = vector[r];
    const b = vector[r + 1];
    const c = vector[r + 2];
    const d = vector[r + 3];
    const i = r * columns;
    const j = i + columns;
    const k = j + columns;
    const l = k + columns;
    for (let n = 0; n < columns; n++) {
      out[n] = out[n] + matrix[i + n] * a + matrix[j + n] * b + matrix[k + n] * c + matrix[l + n] * d;
    }
  }
  for (; r < rows; r++) {
    const a = vector[r];
    const i = r * columns;
    for (let n = 0; n < columns; n++) out[n] += matrix[i + n] * a;
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
  const from = row * columns;
  for (let c = 0; c < columns; c++) matrix[from + c] += vector[c] * factor;
}
