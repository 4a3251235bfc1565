/** Primitive polynomials and first direction numbers (Joe and Kuo 2008, new-joe-kuo-6.21201), of the axes after the first. */
const table: readonly (readonly [degree: number, coefficients: number, directions: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
];

/** Axes that there are direction numbers for. */
export const sobolDimensions = table.length + 1;

const bits = 30;

/** The first points of Sobol's sequence (1967), in the order of the Gray code (Antonov and Saleev 1979); the first is 0. */
export function sobolPoints(count: number, axes: number): number[][] {
  const directions = Array.from({ length: axes }, (_, axis) => directionsOf(axis));
  const state = new Array<number>(axes).fill(0);
  return Array.from({ length: count }, (_, n) => {
    // From each point to the next one bit of the Gray code changes: that of the lowest 0 of the number before.
    if (n > 0) for (let i = 0; i < axes; i++) state[i] ^= directions[i][lowestZero(n - 1)];
    return state.map((x) => x / 2 ** bits);
  });
}

function directionsOf(axis: number): number[] {
  if (axis === 0) return Array.from({ length: bits }, (_, i) => 2 ** (bits - 1 - i));
  const [degree, coefficients, first] = table[axis - 1];
  const v = first.map((m, i) => m * 2 ** (bits - 1 - i));
  for (let i = degree; i < bits; i++) {
    let next = v[i - degree] ^ (v[i - degree] >>> degree);
    for (let k = 1; k < degree; k++) if ((coefficients >> (degree - 1 - k)) & 1) next ^= v[i - k];
    v.push(next);
  }
  return v;
}

const lowestZero = (n: number): number => 31 - Math.clz32(~n & (n + 1));
