import type { Device } from '../../src/sim/batched/device.js';

/** Sizes of a matrix product: [rows, inner] times [inner, columns]. */
export type Product = readonly [rows: number, inner: number, columns: number];

/** A device that writes down every matrix product that it is asked for. */
export function counting<T>(device: Device<T>, products: Product[]): Device<T> {
  // What is done again without being asked would not be written down.
  const { deferring, again: _, ...others } = device;
  return {
    ...others,
    deferring: deferring && counting(deferring, products),
    matMul: (a, b) => {
      const [rows, inner] = device.shape(a);
      products.push([rows, inner, device.shape(b)[1]]);
      return device.matMul(a, b);
    },
    transposedMatMul: (a, b) => {
      const [inner, rows] = device.shape(a);
      products.push([rows, inner, device.shape(b)[1]]);
      return device.transposedMatMul(a, b);
    },
    matMulTransposed: (a, b) => {
      const [rows, inner] = device.shape(a);
      products.push([rows, inner, device.shape(b)[0]]);
      return device.matMulTransposed(a, b);
    },
  };
}

/** Scalar multiplications with addition in these products. */
export function multiplications(products: readonly Product[]): number {
  return products.reduce((sum, [rows, inner, columns]) => sum + rows * inner * columns, 0);
}
