import { numbers } from '../../reference/index.js';

/** Float32 numbers with a shape: [columns] or [rows, columns]. */
export interface Matrix {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Uniform numbers in [-size, size). */
export function randomMatrix(shape: readonly number[], seed: number, size = 4): Matrix {
  const next = numbers(seed);
  const count = shape.reduce((product, n) => product * n, 1);
  return { shape, data: Float32Array.from({ length: count }, () => size * next()) };
}

/** Element [i, j]; an axis of size one, or a missing one, is repeated as often as asked for. */
export function at({ shape, data }: Matrix, i: number, j: number): number {
  const columns = shape[shape.length - 1];
  const row = shape.length === 1 || shape[0] === 1 ? 0 : i;
  return data[row * columns + (columns === 1 ? 0 : j)];
}

/** What an operation must give, in float64, and how far each number may lie from it. */
export interface Expected {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly tolerance: readonly number[];
}

/** The first number that lies too far from its definition, in words. */
export function mismatch(got: Float32Array, { data, tolerance }: Expected): string | undefined {
  const bad = data.findIndex((value, i) => !(Math.abs(got[i] - value) <= tolerance[i]));
  return bad < 0 ? undefined : `place ${bad}: got ${got[bad]}, expected ${data[bad]} +- ${tolerance[bad]}`;
}

/** Half the distance from 1 to the next float32: the relative error of one rounding. */
export const rounding = 2 ** -24;

/** A few roundings of a number. */
export const relative = (y: number) => 4 * rounding * Math.abs(y);

/** A few roundings of a number, or of one: what a function may err by that passes through numbers near one. */
export const absolute = (y: number) => 4 * rounding * Math.max(1, Math.abs(y));

/** A matrix whose elements come from `element`, each with its tolerance. */
export function expected(
  [rows, columns]: readonly number[],
  element: (i: number, j: number) => readonly [value: number, tolerance: number],
): Expected {
  const data: number[] = [];
  const tolerance: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const [value, allowed] = element(i, j);
      data.push(value);
      tolerance.push(allowed);
    }
  }
  return { shape: [rows, columns], data, tolerance };
}
