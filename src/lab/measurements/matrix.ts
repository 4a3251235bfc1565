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

/** Row by row into rows of so many columns, which begin as zeros. */
export function byRow(
  a: Matrix,
  columns: number,
  fill: (row: Float64Array, out: Float64Array, index: number) => void,
): Matrix {
  const out = new Float64Array(a.rows * columns);
  for (let i = 0; i < a.rows; i++) {
    fill(
      a.data.subarray(i * a.columns, (i + 1) * a.columns),
      out.subarray(i * columns, (i + 1) * columns),
      i,
    );
  }
  return matrixOf([a.rows, columns], out);
}
