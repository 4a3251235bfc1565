import type { Block } from './block.js';
import { addBlockColumns, addBlockRows } from './blocks.js';
import { addSomeRows, addTimes, few, placesOf } from './sparse-blocks.js';

/**
 * Products of a block of a float64 matrix with several vectors, those of futures. Every sum goes on from what `outs` hold, in
 * the order of its index, one product after the other: the bits are those of the plainest loop.
 */

/** outs[m][r] += sum over c of block[r, c] vectors[m][c], m < count */
export function addBlockRowsOfEach(
  matrix: Float64Array,
  block: Block,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  count: number,
): void {
  for (let m = 0; m < count; m++) addBlockRows(matrix, block, vectors[m], outs[m]);
}

/**
 * outs[m][c] += sum over r of block[r, c] vectors[m][r], m < count. Up to three vectors go through the block together, which
 * is then read once; rows in which all of them are zero are left out.
 */
export function addBlockColumnsOfEach(
  matrix: Float64Array,
  block: Block,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  count: number,
): void {
  if (vectors[0].length < few) {
    for (let k = 0; k < count; k++) addBlockColumns(matrix, block, vectors[k], outs[k]);
    return;
  }
  const rows = placesOf(vectors, count);
  let m = 0;
  for (; m + 2 < count; m += 3) addToThree(matrix, block, rows, vectors, outs, m);
  if (m + 1 < count) addToTwo(matrix, block, rows, vectors, outs, m);
  else if (m < count) addSomeRows(matrix, block, vectors[m], rows, outs[m]);
}

// Eight rows at a time: what is read and written for each column, and the checks of it, count for less.
function addToThree(
  matrix: Float64Array,
  { offset, stride }: Block,
  rows: Int32Array,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  from: number,
): void {
  const [u, v, w] = [vectors[from], vectors[from + 1], vectors[from + 2]];
  const [x, y, z] = [outs[from], outs[from + 1], outs[from + 2]];
  let k = 0;
  for (; k + 7 < rows.length; k += 8) {
    const r0 = rows[k];
    const r1 = rows[k + 1];
    const r2 = rows[k + 2];
    const r3 = rows[k + 3];
    const r4 = rows[k + 4];
    const r5 = rows[k + 5];
    const r6 = rows[k + 6];
    const r7 = rows[k + 7];
    const [i0, u0, v0, w0] = [offset + r0 * stride, u[r0], v[r0], w[r0]];
    const [i1, u1, v1, w1] = [offset + r1 * stride, u[r1], v[r1], w[r1]];
    const [i2, u2, v2, w2] = [offset + r2 * stride, u[r2], v[r2], w[r2]];
    const [i3, u3, v3, w3] = [offset + r3 * stride, u[r3], v[r3], w[r3]];
    const [i4, u4, v4, w4] = [offset + r4 * stride, u[r4], v[r4], w[r4]];
    const [i5, u5, v5, w5] = [offset + r5 * stride, u[r5], v[r5], w[r5]];
    const [i6, u6, v6, w6] = [offset + r6 * stride, u[r6], v[r6], w[r6]];
    const [i7, u7, v7, w7] = [offset + r7 * stride, u[r7], v[r7], w[r7]];
    for (let n = 0; n < x.length; n++) {
      const a = matrix[i0 + n];
      const b = matrix[i1 + n];
      const c = matrix[i2 + n];
      const d = matrix[i3 + n];
      const e = matrix[i4 + n];
      const f = matrix[i5 + n];
      const g = matrix[i6 + n];
      const h = matrix[i7 + n];
      x[n] = x[n] + a * u0 + b * u1 + c * u2 + d * u3 + e * u4 + f * u5 + g * u6 + h * u7;
      y[n] = y[n] + a * v0 + b * v1 + c * v2 + d * v3 + e * v4 + f * v5 + g * v6 + h * v7;
      z[n] = z[n] + a * w0 + b * w1 + c * w2 + d * w3 + e * w4 + f * w5 + g * w6 + h * w7;
    }
  }
  for (; k < rows.length; k++) {
    const i = offset + rows[k] * stride;
    addTimes(matrix, i, u[rows[k]], x);
    addTimes(matrix, i, v[rows[k]], y);
    addTimes(matrix, i, w[rows[k]], z);
  }
}

function addToTwo(
  matrix: Float64Array,
  { offset, stride }: Block,
  rows: Int32Array,
  vectors: readonly Float64Array[],
  outs: readonly Float64Array[],
  from: number,
): void {
  const [u, v] = [vectors[from], vectors[from + 1]];
  const [x, y] = [outs[from], outs[from + 1]];
  let k = 0;
  for (; k + 7 < rows.length; k += 8) {
    const r0 = rows[k];
    const r1 = rows[k + 1];
    const r2 = rows[k + 2];
    const r3 = rows[k + 3];
    const r4 = rows[k + 4];
    const r5 = rows[k + 5];
    const r6 = rows[k + 6];
    const r7 = rows[k + 7];
    const [i0, u0, v0] = [offset + r0 * stride, u[r0], v[r0]];
    const [i1, u1, v1] = [offset + r1 * stride, u[r1], v[r1]];
    const [i2, u2, v2] = [offset + r2 * stride, u[r2], v[r2]];
    const [i3, u3, v3] = [offset + r3 * stride, u[r3], v[r3]];
    const [i4, u4, v4] = [offset + r4 * stride, u[r4], v[r4]];
    const [i5, u5, v5] = [offset + r5 * stride, u[r5], v[r5]];
    const [i6, u6, v6] = [offset + r6 * stride, u[r6], v[r6]];
    const [i7, u7, v7] = [offset + r7 * stride, u[r7], v[r7]];
    for (let n = 0; n < x.length; n++) {
      const a = matrix[i0 + n];
      const b = matrix[i1 + n];
      const c = matrix[i2 + n];
      const d = matrix[i3 + n];
      const e = matrix[i4 + n];
      const f = matrix[i5 + n];
      const g = matrix[i6 + n];
      const h = matrix[i7 + n];
      x[n] = x[n] + a * u0 + b * u1 + c * u2 + d * u3 + e * u4 + f * u5 + g * u6 + h * u7;
      y[n] = y[n] + a * v0 + b * v1 + c * v2 + d * v3 + e * v4 + f * v5 + g * v6 + h * v7;
    }
  }
  for (; k < rows.length; k++) {
    const i = offset + rows[k] * stride;
    addTimes(matrix, i, u[rows[k]], x);
    addTimes(matrix, i, v[rows[k]], y);
  }
}
