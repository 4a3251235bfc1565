/** Some neurons' numbers. */
export function copy(from: Float64Array, units: Int32Array, out: Float64Array): void {
  for (let i = 0; i < units.length; i++) out[units[i]] = from[units[i]];
}

/** All of a column; zeros where nothing is given. */
export function put(column: Float64Array, values: Float64Array | undefined): void {
  if (values) column.set(values);
  else column.fill(0);
}
