/**
 * Arithmetic on columns, for all neurons or for some: `out` may be one of the operands. Where all are meant it goes from
 * place to place, for the order of neurons makes no difference.
 */
export function addColumns(a: Float64Array, b: Float64Array, units: Int32Array, out: Float64Array): void {
  if (units.length === out.length)
    for (let unit = 0; unit < out.length; unit++) out[unit] = a[unit] + b[unit];
  else for (let i = 0; i < units.length; i++) out[units[i]] = a[units[i]] + b[units[i]];
}

export function subtractColumns(
  a: Float64Array,
  b: Float64Array,
  units: Int32Array,
  out: Float64Array,
): void {
  if (units.length === out.length)
    for (let unit = 0; unit < out.length; unit++) out[unit] = a[unit] - b[unit];
  else for (let i = 0; i < units.length; i++) out[units[i]] = a[units[i]] - b[units[i]];
}

export function multiplyColumns(
  a: Float64Array,
  b: Float64Array,
  units: Int32Array,
  out: Float64Array,
): void {
  if (units.length === out.length)
    for (let unit = 0; unit < out.length; unit++) out[unit] = a[unit] * b[unit];
  else for (let i = 0; i < units.length; i++) out[units[i]] = a[units[i]] * b[units[i]];
}

export function copyColumn(a: Float64Array, units: Int32Array, out: Float64Array): void {
  if (units.length === out.length) for (let unit = 0; unit < out.length; unit++) out[unit] = a[unit];
  else for (let i = 0; i < units.length; i++) out[units[i]] = a[units[i]];
}

export function fillColumn(value: number, units: Int32Array, out: Float64Array): void {
  for (let i = 0; i < units.length; i++) out[units[i]] = value;
}

export function signColumn(a: Float64Array, units: Int32Array, out: Float64Array): void {
  for (let i = 0; i < units.length; i++) out[units[i]] = Math.sign(a[units[i]]);
}

/** out = the nearest number from `low` to `high`. */
export function clipColumn(
  a: Float64Array,
  low: number,
  high: number,
  units: Int32Array,
  out: Float64Array,
): void {
  for (let i = 0; i < units.length; i++) out[units[i]] = Math.min(Math.max(a[units[i]], low), high);
}

/** out += factor a */
export function addTimesColumn(a: Float64Array, factor: number, units: Int32Array, out: Float64Array): void {
  if (units.length === out.length)
    for (let unit = 0; unit < out.length; unit++) out[unit] += a[unit] * factor;
  else for (let i = 0; i < units.length; i++) out[units[i]] += a[units[i]] * factor;
}

/** out += factor (a - b) */
export function addTimesDifference(
  a: Float64Array,
  b: Float64Array,
  factor: number,
  units: Int32Array,
  out: Float64Array,
): void {
  if (units.length === out.length)
    for (let unit = 0; unit < out.length; unit++) out[unit] += (a[unit] - b[unit]) * factor;
  else for (let i = 0; i < units.length; i++) out[units[i]] += (a[units[i]] - b[units[i]]) * factor;
}

/** All of a column; zeros where nothing is given. */
export function put(column: Float64Array, values: ArrayLike<number> | undefined): void {
  if (values) column.set(values);
  else column.fill(0);
}
