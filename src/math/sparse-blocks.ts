import type { Block } from './block.js';

/** Products of a block with vectors that are mostly zeros: these are passed over, which no sum shows that began at +0. */

/** Few numbers are weighed sooner than looked through. */
export const few = 12;
/** Where no more than this share of them is not 0, passing over the others pays. */
export const mostly = 0.8;

/** Where a vector is not 0. */
export function nonZeros(vector: Float64Array): Int32Array {
  const { length } = vector;
  const places = new Int32Array(length);
  let found = 0;
  for (let r = 0; r < length; r++) if (vector[r] !== 0) places[found++] = r;
  return found === length ? places : places.subarray(0, found);
}

/** Where any of the first `count` vectors is not 0. */
export function placesOf(vectors: readonly Float64Array[], count: number): Int32Array {
  const { length } = vectors[0];
  const places = new Int32Array(length);
  let found = 0;
  for (let r = 0; r < length; r++) {
    let m = 0;
    while (m < count && vectors[m][r] === 0) m++;
    if (m < count) places[found++] = r;
  }
  return found === length ? places : places.subarray(0, found);
}

/** out[r] += sum of block[r, c] vector[c] over some c */
export function addRowsAt(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  places: Int32Array,
  out: Float64Array,
): void {
  const values = new Float64Array(places.length);
  for (let n = 0; n < places.length; n++) values[n] = vector[places[n]];
  let r = 0;
  // Four rows at a time: their sums do not wait for each other.
  for (; r + 3 < out.length; r += 4) {
    const i = offset + r * stride;
    const j = i + stride;
    const k = j + stride;
    const l = k + stride;
    let [a, b, c, d] = [out[r], out[r + 1], out[r + 2], out[r + 3]];
    for (let n = 0; n < places.length; n++) {
      const place = places[n];
      const v = values[n];
      a += matrix[i + place] * v;
      b += matrix[j + place] * v;
      c += matrix[k + place] * v;
      d += matrix[l + place] * v;
    }
    out[r] = a;
    out[r + 1] = b;
    out[r + 2] = c;
    out[r + 3] = d;
  }
  for (; r < out.length; r++) {
    const from = offset + r * stride;
    let sum = out[r];
    for (let n = 0; n < places.length; n++) sum += matrix[from + places[n]] * values[n];
    out[r] = sum;
  }
}

/** out[c] += sum of block[r, c] vector[r] over some r, in one pass over these rows. */
export function addSomeRows(
  matrix: Float64Array,
  { offset, stride }: Block,
  vector: Float64Array,
  rows: Int32Array,
  out: Float64Array,
): void {
  let k = 0;
  // Four rows at a time save three of four loads and stores of the sums, and keep their order.
  for (; k + 3 < rows.length; k += 4) {
    const [r0, r1, r2, r3] = [rows[k], rows[k + 1], rows[k + 2], rows[k + 3]];
    const [i0, a] = [offset + r0 * stride, vector[r0]];
    const [i1, b] = [offset + r1 * stride, vector[r1]];
    const [i2, c] = [offset + r2 * stride, vector[r2]];
    const [i3, d] = [offset + r3 * stride, vector[r3]];
    for (let n = 0; n < out.length; n++)
      out[n] = out[n] + matrix[i0 + n] * a + matrix[i1 + n] * b + matrix[i2 + n] * c + matrix[i3 + n] * d;
  }
  for (; k < rows.length; k++) addTimes(matrix, offset + rows[k] * stride, vector[rows[k]], out);
}

/** out[c] += matrix[from + c] factor */
export function addTimes(matrix: Float64Array, from: number, factor: number, out: Float64Array): void {
  for (let n = 0; n < out.length; n++) out[n] += matrix[from + n] * factor;
}
