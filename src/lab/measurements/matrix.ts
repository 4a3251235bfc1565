import type { Shape } from '../../network/shapes.js';

/** A float64 matrix [rows, columns], row-major. A vector [columns] is a matrix of one row. */
export interface Matrix {
  readonly shape: Shape;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Numbers as a matrix, not copied. */
export function matrixOf(shape: Shape, data: Float64Array): Matrix {
  const columns = shape[shape.length - 1];
  return { shape, rows: data.length / columns, columns, data };
}
