import { addBlockColumns, addBlockRows } from '../../math/blocks.js';
import { logSumExp, numbers, sumOf } from '../../math/numbers.js';
import type { Shape } from '../../network/shapes.js';
import type { Device } from '../../sim/batched/device.js';
import { patterned } from './float64-patterns.js';
import { byRow, type Matrix, matrixOf } from './matrix.js';

/**
 * The batched engine's operations in float64 and plain loops: for looking closely, where float32 has too few digits
 * and an engine's own tensors are to be left alone. Nothing has to be freed.
 */
export const float64: Device<Matrix> = {
  add: (a, b) => zip(a, b, numbers.add),
  sub: (a, b) => zip(a, b, numbers.sub),
  sum: (parts) => parts.reduce(float64.add),
  mul: (a, b) => zip(a, b, numbers.mul),
  div: (a, b) => zip(a, b, numbers.div),
  sqrt: (a) => map(a, numbers.sqrt),
  clip: (a, low, high) => map(a, (x) => numbers.clip(x, low, high)),
  affine: (a, factor, offset) => map(a, (x) => factor * x + offset),
  ones: (a) => map(a, () => 1),
  exp: (a) => map(a, numbers.exp),
  relu: (a) => map(a, numbers.relu),
  step: (a) => map(a, numbers.step),
  tanh: (a) => map(a, numbers.tanh),
  sigmoid: (a) => map(a, numbers.sigmoid),
  softplus: (a) => map(a, numbers.softplus),
  tanhSlope: (y) => map(y, numbers.tanhSlope),
  sigmoidSlope: (y) => map(y, numbers.sigmoidSlope),

  matMul: (a, b) => byRow(a, b.columns, (row, out) => addBlockColumns(b.data, wholeOf(b), row, out)),
  matMulTransposed: (a, b) => byRow(a, b.rows, (row, out) => addBlockRows(b.data, wholeOf(b), row, out)),
  transposedMatMul: (a, b) => float64.matMul(float64.transpose(a), b),
  transpose: (a) => filled([a.columns, a.rows], (i, j) => a.data[j * a.columns + i]),
  concat: sideBySide,
  rows: someRows,
  columns: (a, from, count) => filled([a.rows, count], (i, j) => a.data[i * a.columns + from + j]),
  sumRows: (a) => {
    const sum = new Float64Array(a.columns);
    for (let i = 0, k = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) sum[j] += a.data[k++];
    return matrixOf([a.columns], sum);
  },
  sumColumns: (a) => byRow(a, 1, (row, out) => void out.fill(sumOf(row))),
  addRow: (a, row) => zip(a, row, numbers.add),
  logSumExp: (a) => byRow(a, 1, (row, out) => void out.fill(logSumExp(row))),
  ...patterned,

  upload: (values, shape) => matrixOf(shape, new Float64Array(values)),
  read: ({ data }) => new Float32Array(data),
  settled: () => undefined,
  shape: ({ shape }) => shape,
  scope: (work) => work(),
  free: () => {},
  live: () => 0,
};

/** The float64 device with all its digits: what it is read out as has no fewer. */
export const precise: Device<Matrix> = {
  ...float64,
  read: ({ data }) => Float64Array.from(data) as unknown as Float32Array,
};

const wholeOf = ({ columns }: Matrix) => ({ offset: 0, stride: columns });

function map({ shape, data }: Matrix, f: (x: number) => number): Matrix {
  const out = new Float64Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = f(data[i]);
  return matrixOf(shape, out);
}

/** Element by element; an axis of size one is repeated as often as the other asks for. */
function zip(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  const rows = Math.max(a.rows, b.rows);
  const columns = Math.max(a.columns, b.columns);
  const [downA, downB] = [a, b].map((m) => (m.rows === 1 ? 0 : m.columns));
  const [alongA, alongB] = [a, b].map((m) => (m.columns === 1 ? 0 : 1));
  const out = filled([rows, columns], (i, j) =>
    f(a.data[i * downA + j * alongA], b.data[i * downB + j * alongB]),
  );
  // Of two vectors it is one, as tensors have it.
  return a.shape.length === 1 && b.shape.length === 1 ? matrixOf([columns], out.data) : out;
}

function filled([rows, columns]: Shape, element: (i: number, j: number) => number): Matrix {
  const out = new Float64Array(rows * columns);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[k++] = element(i, j);
  return matrixOf([rows, columns], out);
}

function someRows(a: Matrix, from: number, count: number): Matrix {
  return matrixOf([count, a.columns], a.data.slice(from * a.columns, (from + count) * a.columns));
}

function sideBySide(parts: readonly Matrix[]): Matrix {
  if (parts.length === 1) return parts[0];
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const [{ rows }] = parts;
  const out = new Float64Array(rows * columns);
  let from = 0;
  for (const part of parts) {
    for (let i = 0; i < rows; i++) {
      out.set(part.data.subarray(i * part.columns, (i + 1) * part.columns), i * columns + from);
    }
    from += part.columns;
  }
  return matrixOf([rows, columns], out);
}
