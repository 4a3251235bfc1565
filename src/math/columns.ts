/** Column by column what rows.ts does row by row: products of a float64 matrix [rows, columns] with a vector. */

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
  if (r + 3 < vector.length) {
    addFourRows(matrix, r, r + 1, r + 2, r + 3, vector, out);
    r += 4;
  }
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
  if (k + 3 < rows.length) {
    addFourRows(matrix, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], vector, out);
    k += 4;
  }
  for (; k < rows.length; k++) addToVector(matrix, rows[k], vector[rows[k]], out);
}

/**
 * The same for several vectors: outs[m][c] = sum over some r of matrix[r, c] vectors[m][r], m < count. Up to three of
 * them go through the matrix together, which is then read once.
 */
export function columnDotsOfEach(
  rows: readonly number[],
  matrix: Float64Array,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  count: number,
): void {
  let m = 0;
  for (; m + 2 < count; m += 3) columnDotsOfThree(rows, matrix, vectors, outs, m);
  if (m + 1 < count) columnDotsOfTwo(rows, matrix, vectors, outs, m);
  else if (m < count) columnDotsOf(rows, matrix, vectors[m], outs[m]);
}

function columnDotsOfThree(
  rows: readonly number[],
  matrix: Float64Array,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  from: number,
): void {
  const [u, v, w] = [vectors[from], vectors[from + 1], vectors[from + 2]];
  const [x, y, z] = [outs[from], outs[from + 1], outs[from + 2]];
  x.fill(0);
  y.fill(0);
  z.fill(0);
  let k = 0;
  for (; k + 3 < rows.length; k += 4)
    addFourRowsToThree(matrix, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], u, v, w, x, y, z);
  for (; k < rows.length; k++) {
    addToVector(matrix, rows[k], u[rows[k]], x);
    addToVector(matrix, rows[k], v[rows[k]], y);
    addToVector(matrix, rows[k], w[rows[k]], z);
  }
}

function columnDotsOfTwo(
  rows: readonly number[],
  matrix: Float64Array,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  from: number,
): void {
  const [u, v] = [vectors[from], vectors[from + 1]];
  const [x, y] = [outs[from], outs[from + 1]];
  x.fill(0);
  y.fill(0);
  let k = 0;
  for (; k + 3 < rows.length; k += 4)
    addFourRowsToTwo(matrix, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], u, v, x, y);
  for (; k < rows.length; k++) {
    addToVector(matrix, rows[k], u[rows[k]], x);
    addToVector(matrix, rows[k], v[rows[k]], y);
  }
}

function addFourRowsToThree(
  matrix: Float64Array,
  r0: number,
  r1: number,
  r2: number,
  r3: number,
  u: Float64Array,
  v: Float64Array,
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
): void {
  const columns = x.length;
  const [i0, u0, v0, w0] = [r0 * columns, u[r0], v[r0], w[r0]];
  const [i1, u1, v1, w1] = [r1 * columns, u[r1], v[r1], w[r1]];
  const [i2, u2, v2, w2] = [r2 * columns, u[r2], v[r2], w[r2]];
  const [i3, u3, v3, w3] = [r3 * columns, u[r3], v[r3], w[r3]];
  for (let n = 0; n < columns; n++) {
    const a = matrix[i0 + n];
    const b = matrix[i1 + n];
    const c = matrix[i2 + n];
    const d = matrix[i3 + n];
    x[n] = x[n] + a * u0 + b * u1 + c * u2 + d * u3;
    y[n] = y[n] + a * v0 + b * v1 + c * v2 + d * v3;
    z[n] = z[n] + a * w0 + b * w1 + c * w2 + d * w3;
  }
}

function addFourRowsToTwo(
  matrix: Float64Array,
  r0: number,
  r1: number,
  r2: number,
  r3: number,
  u: Float64Array,
  v: Float64Array,
  x: Float64Array,
  y: Float64Array,
): void {
  const columns = x.length;
  const [i0, u0, v0] = [r0 * columns, u[r0], v[r0]];
  const [i1, u1, v1] = [r1 * columns, u[r1], v[r1]];
  const [i2, u2, v2] = [r2 * columns, u[r2], v[r2]];
  const [i3, u3, v3] = [r3 * columns, u[r3], v[r3]];
  for (let n = 0; n < columns; n++) {
    const a = matrix[i0 + n];
    const b = matrix[i1 + n];
    const c = matrix[i2 + n];
    const d = matrix[i3 + n];
    x[n] = x[n] + a * u0 + b * u1 + c * u2 + d * u3;
    y[n] = y[n] + a * v0 + b * v1 + c * v2 + d * v3;
  }
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

function addFourRows(
  matrix: Float64Array,
  r0: number,
  r1: number,
  r2: number,
  r3: number,
  vector: Float64Array,
  out: Float64Array,
): void {
  const columns = out.length;
  const [i0, v0] = [r0 * columns, vector[r0]];
  const [i1, v1] = [r1 * columns, vector[r1]];
  const [i2, v2] = [r2 * columns, vector[r2]];
  const [i3, v3] = [r3 * columns, vector[r3]];
  for (let n = 0; n < columns; n++) {
    out[n] = out[n] + matrix[i0 + n] * v0 + matrix[i1 + n] * v1 + matrix[i2 + n] * v2 + matrix[i3 + n] * v3;
  }
}

// out[c] += matrix[row, c] factor
function addToVector(matrix: Float64Array, row: number, factor: number, out: Float64Array): void {
  const from = row * out.length;
  for (let n = 0; n < out.length; n++) out[n] += matrix[from + n] * factor;
}
