/** A B by the definition. */
export function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
}

/** e^A by scaling and squaring: (sum_{n <= 20} (A / 2^s)^n / n!)^(2^s), s so large that |A| / 2^s <= 1/2. */
export function matrixExponential(a: number[][]): number[][] {
  const norm = Math.max(...a.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  let squarings = 0;
  while (norm / 2 ** squarings > 0.5) squarings++;
  const scaled = a.map((row) => row.map((value) => value / 2 ** squarings));
  let power: number[][] = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  let sum = power;
  for (let n = 1; n <= 20; n++) {
    power = product(power, scaled).map((row) => row.map((value) => value / n));
    sum = sum.map((row, i) => row.map((value, j) => value + power[i][j]));
  }
  for (let i = 0; i < squarings; i++) sum = product(sum, sum);
  return sum;
}
