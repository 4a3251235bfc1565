/** Three significant digits, in steps of a thousand: 0.0123, 1.15, 356, 12.1e6. */
export function numberText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size < 1e-3) return value.toExponential(2);
  if (size < 99_950) return size < 1000 ? value.toPrecision(3) : value.toFixed(0);
  const power = 3 * Math.floor(Math.log10(size) / 3);
  const mantissa = (value / 10 ** power).toPrecision(3);
  // Rounding may have carried: 999.9e6 is 1.00e9.
  return mantissa.includes('e') ? numberText(Number(mantissa) * 10 ** power) : `${mantissa}e${power}`;
}

/** Seconds in the unit that suits them. */
export function secondsText(seconds: number): string {
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toPrecision(3)} ms`;
  if (seconds >= 1e-6) return `${(seconds * 1e6).toPrecision(3)} us`;
  return `${(seconds * 1e9).toPrecision(3)} ns`;
}
