import type { Block } from './block.js';
import { addRowsAt, addSomeRows, addTimes, few, mostly, nonZeros } from './sparse-blocks.js';

/**
 * Products of a block of a matrix with a vector. Every sum goes on from what `out` holds, in the order of its index, one
 * product after the other: the bits are those of the plainest loop.
 */

/** out[r] += sum over c of block[r, c] vector[c] */
export function addBlockRows(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  out: Float64Array,
): void {
  if (vector.length >= few) {
    const places = nonZeros(vector);
    if (places.length <= vector.length * mostly) {
      addRowsAt(matrix, { offset, stride }, vector, places, out);
      return;
    }
  }
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
  block: Block,
  vector: Float64Array,
  out: Float64Array,
): void {
  if (vector.length >= few) addSomeRows(matrix, block, vector, nonZeros(vector), out);
  else
    for (let r = 0; r < vector.length; r++) addTimes(matrix, block.offset + r * block.stride, vector[r], out);
}

/** matrix[from + c] += vector[c] factor */
export function addToRowAt(matrix: Float64Array, from: number, factor: number, vector: Float64Array): void {
  for (let c = 0; c < vector.length; c++) matrix[from + c] += vector[c] * factor;
}

/** The same at some places; where the others hold 0, the bits are the same. */
export function addToSomeAt(
  matrix: Float64Array,
  from: number,
  factor: number,
  vector: Float64Array,
  places: Int32Array,
): void {
  for (let i = 0; i < places.length; i++) matrix[from + places[i]] += vector[places[i]] * factor;
}

/** out[r] += sum over c of values[r, c] */
export function addRowSums(values: Float64Array, out: Float64Array): void {
  const columns = values.length / out.length;
  let r = 0;
  // Four rows at a time: their sums do not wait for each other.
  for (; r + 3 < out.length; r += 4) addFourSums(values, columns, out, r);
  for (; r < out.length; r++) {
    let sum = out[r];
    for (let k = r * columns; k < (r + 1) * columns; k++) sum += values[k];
    out[r] = sum;
  }
}

function addFourSums(values: Float64Array, columns: number, out: Float64Array, row: number): void {
  let [a, b, c, d] = [out[row], out[row + 1], out[row + 2], out[row + 3]];
  let i = row * columns;
  for (const end = i + columns; i < end; i++) {
    a += values[i];
    b += values[i + columns];
    c += values[i + 2 * columns];
    d += values[i + 3 * columns];
  }
  out[row] = a;
  out[row + 1] = b;
  out[row + 2] = c;
  out[row + 3] = d;
}

/** out[c] += sum over r of values[r, c], in one pass. */
export function addColumnSums(values: Float64Array, out: Float64Array): void {
  const columns = out.length;
  let i = 0;
  for (; i + 3 * columns < values.length; i += 4 * columns) {
    const j = i + columns;
    const k = j + columns;
    const l = k + columns;
    for (let n = 0; n < columns; n++)
      out[n] = out[n] + values[i + n] + values[j + n] + values[k + n] + values[l + n];
  }
  for (; i < values.length; i += columns) for (let n = 0; n < columns; n++) out[n] += values[i + n];
}

/** out[r, c] = block[r, c] vector[c], for some columns. @param rows of the block */
export function weighRows(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  some: Int32Array,
  rows: number,
  out: Float64Array,
): void {
  const columns = vector.length;
  for (let r = 0; r < rows; r++) {
    const from = offset + r * stride;
    const to = r * columns;
    if (some.length === columns) for (let c = 0; c < columns; c++) out[to + c] = matrix[from + c] * vector[c];
    else for (let i = 0; i < some.length; i++) out[to + some[i]] = matrix[from + some[i]] * vector[some[i]];
  }
}

/** out[r, c] = block[r, c] vector[r], for some rows. @param columns of the block */
export function weighColumns(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  some: Int32Array,
  columns: number,
  out: Float64Array,
): void {
  for (let i = 0; i < some.length; i++) {
    const r = some[i];
    const from = offset + r * stride;
    const to = r * columns;
    const factor = vector[r];
    for (let c = 0; c < columns; c++) out[to + c] = matrix[from + c] * factor;
  }
}
