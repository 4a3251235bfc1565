import { expect, it } from 'vitest';
import { addColumnSums, addRowSums, weighColumns, weighRows } from '../../src/math/blocks.js';

// Rows of 2, 4 and 1 more: all ways through the loops. The second and third place of each row of 7 are the block.
const matrix = Float64Array.from({ length: 35 }, (_, k) => 0.1 * k + 1 / (k + 1));
const block = { offset: 1, stride: 7 };
const at = (r: number, c: number) => matrix[1 + 7 * r + c];

it('weighs what some columns of a block bring, or some rows', () => {
  const byRow = new Float64Array(10);
  weighRows(matrix, block, Float64Array.of(2, 3), Int32Array.of(1), 5, byRow);
  expect([...byRow]).toEqual([0, 1, 2, 3, 4].flatMap((r) => [0, at(r, 1) * 3]));
  weighRows(matrix, block, Float64Array.of(2, 3), Int32Array.of(0, 1), 5, byRow);
  expect([...byRow]).toEqual([0, 1, 2, 3, 4].flatMap((r) => [at(r, 0) * 2, at(r, 1) * 3]));
  const byColumn = new Float64Array(10);
  weighColumns(matrix, block, Float64Array.of(1, 2, 3, 4, 5), Int32Array.of(4, 2), 2, byColumn);
  expect([...byColumn]).toEqual([0, 0, 0, 0, at(2, 0) * 3, at(2, 1) * 3, 0, 0, at(4, 0) * 5, at(4, 1) * 5]);
});

it('adds up rows, or columns, each in the order of its index', () => {
  const values = Float64Array.from({ length: 15 }, (_, k) => 1 / (3 * k + 1));
  const sumOf = (start: number, ks: readonly number[]) => ks.reduce((sum, k) => sum + values[k], start);
  const rows = Float64Array.of(1, 2, 3, 4, 5);
  addRowSums(values, rows);
  expect([...rows]).toEqual([0, 1, 2, 3, 4].map((r) => sumOf(r + 1, [3 * r, 3 * r + 1, 3 * r + 2])));
  const columns = Float64Array.of(1, 2, 3);
  addColumnSums(values, columns);
  expect([...columns]).toEqual([0, 1, 2].map((c) => sumOf(c + 1, [c, c + 3, c + 6, c + 9, c + 12])));
});
