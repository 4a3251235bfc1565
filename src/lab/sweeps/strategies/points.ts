import { refuse } from '../../../errors.js';
import { randomStream } from '../../../math/random.js';
import { sobolDimensions, sobolPoints } from './sobol-points.js';

/** Points of the unit cube. */
export type Points = (where: string, count: number, axes: number, seed: number) => number[][];

/** Independent and uniform. */
export const randomPoints: Points = (_, count, axes, seed) => {
  const streams = Array.from({ length: axes }, (__, i) => randomStream(seed, `sweep/random/${i}`));
  return Array.from({ length: count }, () => streams.map((stream) => stream.uniform()));
};

/** Sobol' points, each axis shifted as a whole by a number from the seed (modulo 1: Cranley and Patterson 1976). */
export const shiftedSobol: Points = (where, count, axes, seed) => {
  if (axes > sobolDimensions) {
    const expected = `at most ${sobolDimensions}`;
    refuse({ where, got: `${axes} parameters`, expected, hint: '"halton" or "random"' });
  }
  return shifted(sobolPoints(count, axes), 'sobol', seed);
};

/** Halton's points (1960): axis i has the digits of 1, 2, 3, ... in base of the i-th prime, mirrored at the point; shifted likewise. */
export const shiftedHalton: Points = (where, count, axes, seed) => {
  if (axes > primes.length) {
    refuse({ where, got: `${axes} parameters`, expected: `at most ${primes.length}`, hint: '"random"' });
  }
  const points = Array.from({ length: count }, (_, n) =>
    primes.slice(0, axes).map((base) => mirrored(n + 1, base)),
  );
  return shifted(points, 'halton', seed);
};

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/** The radical inverse: 6 = 110 in base 2 gives 0.011 = 3/8. */
export function mirrored(n: number, base: number): number {
  let value = 0;
  let unit = 1 / base;
  for (let left = n; left > 0; left = Math.floor(left / base)) {
    value += (left % base) * unit;
    unit /= base;
  }
  return value;
}

function shifted(points: readonly (readonly number[])[], name: string, seed: number): number[][] {
  const axes = points[0]?.length ?? 0;
  const shifts = Array.from({ length: axes }, (_, i) => randomStream(seed, `sweep/${name}/${i}`).uniform());
  return points.map((point) => point.map((place, i) => (place + shifts[i]) % 1));
}
