/** Numbers nested to any depth: a gradient, activities per sample, a whole course. */
export type Nested = ArrayLike<number> | readonly Nested[];

/**
 * The largest |actual - expected| over all numbers, each name measured against its own largest |expected|:
 * max over names of max_i |a_i - b_i| / max(floor, max_i |b_i|).
 * Names, lengths or values that do not correspond give NaN, which no comparison accepts.
 */
export function deviation(
  actual: Readonly<Record<string, Nested>>,
  expected: Readonly<Record<string, Nested>>,
  floor = 1e-3,
): number {
  if (Object.keys(actual).sort().join() !== Object.keys(expected).sort().join()) return Number.NaN;
  let worst = 0;
  for (const name of Object.keys(expected)) {
    const a = flat(actual[name]);
    const b = flat(expected[name]);
    if (a.length !== b.length) return Number.NaN;
    let scale = floor;
    let difference = 0;
    for (let i = 0; i < b.length; i++) {
      scale = Math.max(scale, Math.abs(b[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    worst = Math.max(worst, difference / scale);
  }
  return worst;
}

function flat(values: Nested): number[] {
  return Array.from(values as ArrayLike<number | Nested>).flatMap((value) =>
    typeof value === 'number' ? [value] : flat(value),
  );
}
