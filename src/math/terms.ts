/**
 * terms'[j] = e^-d sum over m >= j of terms[m] d^(m-j) / (m-j)!, as `toldFrom` has it.
 * @param j from 1, as columns are counted @param wait d @param left e^-d
 */
export function termAfter(
  columns: readonly Float64Array[],
  count: number,
  unit: number,
  j: number,
  wait: number,
  left: number,
): number {
  if (wait === 0) return columns[j][unit];
  let basis = left;
  let sum = 0;
  for (let m = j; m < count; m++) {
    sum += columns[m][unit] * basis;
    basis *= wait / (m - j + 1);
  }
  return sum;
}

/** Whether all of them are that number. */
export function areAll(numbers: Float64Array, value: number): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== value) return false;
  return true;
}

/** out[i] = column[units[i]] */
export function gather(column: Float64Array, units: Int32Array, out: Float64Array): void {
  for (let i = 0; i < units.length; i++) out[i] = column[units[i]];
}

/** column[units[i]] = values[i] */
export function scatter(values: Float64Array, units: Int32Array, column: Float64Array): void {
  for (let i = 0; i < units.length; i++) column[units[i]] = values[i];
}

/** flags[places[i]] = 1 @returns how many of them were 0 */
export function mark(flags: Uint8Array, places: Int32Array): number {
  let fresh = 0;
  for (let i = 0; i < places.length; i++) {
    fresh += 1 - flags[places[i]];
    flags[places[i]] = 1;
  }
  return fresh;
}
