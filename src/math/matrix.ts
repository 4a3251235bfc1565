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
  out.fill(0);
  let r = 0;
  // Eight rows at a time save seven of eight loads and stores of the sums, and keep their order.
  for (; r + 7 < vector.length; r += 8)
    addEightRows(matrix, r, r + 1, r + 2, r + 3, r + 4, r + 5, r + 6, r + 7, vector, out);
  for (; r < vector.length; r++) addToVector(matrix, r, vector[r], out);
}

/** The same over some of the rows, in ascending order: the bits are those of all rows where the others have zeros. */
export function columnDotsOf(
  rows: readonly number[],
  matrix: Float64Array,
  vector: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  let k = 0;
  for (; k + 7 < rows.length; k += 8) {
    addEightRows(
      matrix,
      rows[k],
      rows[k + 1],
      rows[k + 2],
      rows[k + 3],
      rows[k + 4],
      rows[k + 5],
      rows[k + 6],
      rows[k + 7],
      vector,
      out,
    );
  }
  for (; k < rows.length; k++) addToVector(matrix, rows[k], vector[rows[k]], out);
}

function addEightRows(
  matrix: Float64Array,
  r0: number,
  r1: number,
  r2: number,
  r3: number,
  r4: number,
  r5: number,
  r6: number,
  r7: number,
  vector: Float64Array,
  out: Float64Array,
): void {
  const columns = out.length;
  const [i0, v0] = [r0 * columns, vector[r0]];
  const [i1, v1] = [r1 * columns, vector[r1]];
  const [i2, v2] = [r2 * columns, vector[r2]];
  const [i3, v3] = [r3 * columns, vector[r3]];
  const [i4, v4] = [r4 * columns, vector[r4]];
  const [i5, v5] = [r5 * columns, vector[r5]];
  const [i6, v6] = [r6 * columns, vector[r6]];
  const [i7, v7] = [r7 * columns, vector[r7]];
  for (let n = 0; n < columns; n++) {
    const half =
      out[n] + matrix[i0 + n] * v0 + matrix[i1 + n] * v1 + matrix[i2 + n] * v2 + matrix[i3 + n] * v3;
    out[n] = half + matrix[i4 + n] * v4 + matrix[i5 + n] * v5 + matrix[i6 + n] * v6 + matrix[i7 + n] * v7;
  }
}

// out[c] += matrix[row, c] factor
function addToVector(matrix: Float64Array, row: number, factor: number, out: Float64Array): void {
  const from = row * out.length;
  for (let n = 0; n < out.length; n++) out[n] += matrix[from + n] * factor;
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
