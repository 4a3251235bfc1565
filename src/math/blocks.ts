/**
 * Products of a block of a float64 matrix with a vector. Element (r, c) of the block stands at offset + r * stride + c.
 * Every sum goes on from what `out` holds, in the order of its index, one product after the other: the bits are those of
 * the plainest loop.
 */
export interface Block {
  readonly offset: number;
  readonly stride: number;
}

/** out[r] += sum over c of block[r, c] vector[c] */
export function addBlockRows(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  out: Float64Array,
): void {
  let r = 0;
  // Four rows at a time: their sums do not wait for each other.
  for (; r + 3 < out.length; r += 4) addFourRowSums(matrix, offset + r * stride, stride, vector, out, r);
  for (; r < out.length; r++) {
    const from = offset + r * stride;
    let sum = out[r];
    for (let c = 0; c < vector.length; c++) sum += matrix[from + c] * vector[c];
    out[r] = sum;
  }
}

function addFourRowSums(
  matrix: Float64Array,
  from: number,
  stride: number,
  vector: Float64Array,
  out: Float64Array,
  row: number,
): void {
  const j = from + stride;
  const k = j + stride;
  const l = k + stride;
  let [a, b, c, d] = [out[row], out[row + 1], out[row + 2], out[row + 3]];
  for (let n = 0; n < vector.length; n++) {
    const v = vector[n];
    a += matrix[from + n] * v;
    b += matrix[j + n] * v;
    c += matrix[k + n] * v;
    d += matrix[l + n] * v;
  }
  out[row] = a;
  out[row + 1] = b;
  out[row + 2] = c;
  out[row + 3] = d;
}

/** out[c] += sum over r of block[r, c] vector[r], in one pass over the block. */
export function addBlockColumns(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  out: Float64Array,
): void {
  let r = 0;
  // Four rows at a time save three of four loads and stores of the sums, and keep their order.
  for (; r + 3 < vector.length; r += 4) {
    const i = offset + r * stride;
    const j = i + stride;
    const k = j + stride;
    const l = k + stride;
    const [a, b, c, d] = [vector[r], vector[r + 1], vector[r + 2], vector[r + 3]];
    for (let n = 0; n < out.length; n++) {
      out[n] = out[n] + matrix[i + n] * a + matrix[j + n] * b + matrix[k + n] * c + matrix[l + n] * d;
    }
  }
  for (; r < vector.length; r++) addTimes(matrix, offset + r * stride, vector[r], out);
}

function addTimes(matrix: Float64Array, from: number, factor: number, out: Float64Array): void {
  for (let n = 0; n < out.length; n++) out[n] += matrix[from + n] * factor;
}

/** matrix[from + c] += vector[c] factor */
export function addToRowAt(matrix: Float64Array, from: number, factor: number, vector: Float64Array): void {
  for (let c = 0; c < vector.length; c++) matrix[from + c] += vector[c] * factor;
}
