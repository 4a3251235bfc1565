import { refuse } from '../../errors.js';

/** Numbers as files of arrays hold them; whole ones of 64 bits are float64 by now. */
export type ArrayNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An array in a file: numbers in row-major order. */
export interface NumberArray {
  /** What errors call it: the file, and its name in it. */
  readonly where: string;
  /** Outermost first. */
  readonly shape: readonly number[];
  readonly data: ArrayNumbers;
}

/** Whole numbers of 64 bits as float64. @throws {InputError} on one that a float64 does not hold */
export function fromBigints(where: string, data: BigInt64Array | BigUint64Array): Float64Array {
  const numbers = new Float64Array(data.length);
  for (const [i, value] of data.entries()) {
    numbers[i] = Number(value);
    if (!Number.isSafeInteger(numbers[i]))
      refuse({ where: `${where} [${i}]`, got: String(value), expected: 'a whole number below 2^53' });
  }
  return numbers;
}

/** How many numbers a shape has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** An array of Fortran's order, the first axis running fastest, in that of C. */
export function rowMajor<A extends ArrayNumbers>(data: A, shape: readonly number[]): A {
  const turned = data.slice() as A;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    turned[i] = data[index.reduce((sum, n, axis) => sum + n * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return turned;
}
