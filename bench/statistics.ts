/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Smallest and largest. */
export function spreadOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Sums of so many values each, one after the other. */
export function sumsOf(values: readonly number[], count: number): number[] {
  const sums = new Array<number>(Math.ceil(values.length / count)).fill(0);
  for (const [i, value] of values.entries()) sums[Math.floor(i / count)] += value;
  return sums;
}
