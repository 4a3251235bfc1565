import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnDot, columnDots, columnDotsOf, columnDotsOfEach } from '../../src/math/columns.js';
import { addToRow, addToRowOf, nonZero, rowDot, rowDots, rowDotsOf } from '../../src/math/rows.js';

const value = fc.double({ min: -3, max: 3, noNaN: true });
/** A matrix, a vector for its columns and one for its rows; sizes on both sides of the unrolled 4 and 8. */
const problem = fc
  .tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc.record({
      columns: fc.constant(columns),
      matrix: fc
        .array(value, { minLength: rows * columns, maxLength: rows * columns })
        .map((a) => Float64Array.from(a)),
      across: fc.array(value, { minLength: columns, maxLength: columns }).map((a) => Float64Array.from(a)),
      down: fc.array(value, { minLength: rows, maxLength: rows }).map((a) => Float64Array.from(a)),
    }),
  );

describe('matrix products by hand', () => {
  const matrix = Float64Array.of(1, 2, 3, 4, 5, 6);

  it('[[1, 2, 3], [4, 5, 6]] times a column and a row', () => {
    const up = new Float64Array(2);
    rowDots(matrix, Float64Array.of(1, 0, -1), up);
    expect([...up]).toEqual([-2, -2]);
    const down = Float64Array.of(9, 9, 9);
    columnDots(matrix, Float64Array.of(10, 1), down);
    expect([...down]).toEqual([14, 25, 36]);
  });

  it('adds to a row', () => {
    const sums = Float64Array.of(0, 0, 0, 1, 1, 1);
    addToRow(sums, 3, 1, 2, Float64Array.of(1, 2, 3));
    expect([...sums]).toEqual([0, 0, 0, 3, 5, 7]);
  });
});

describe('matrix products, however arranged, have the bits of', () => {
  it('each row summed alone', () => {
    fc.assert(
      fc.property(problem, ({ matrix, columns, across, down }) => {
        const out = new Float64Array(down.length);
        rowDots(matrix, across, out);
        for (const row of out.keys()) expect(out[row]).toBe(rowDot(matrix, columns, row, across));
      }),
    );
  });

  it('each column summed alone', () => {
    fc.assert(
      fc.property(problem, ({ matrix, columns, down }) => {
        const out = new Float64Array(columns);
        columnDots(matrix, down, out);
        // Sums begin at +0, which a product of -0 leaves as it is.
        for (const column of out.keys()) expect(out[column]).toBe(columnDot(matrix, columns, column, down));
      }),
    );
  });

  it('all columns, when only those are taken that are not multiplied by zero', () => {
    const silenced = problem.chain((given) =>
      fc.record({ given: fc.constant(given), silent: fc.infiniteStream(fc.boolean()) }),
    );
    fc.assert(
      fc.property(silenced, value, ({ given: { matrix, columns, across, down }, silent }, factor) => {
        const sparse = across.map((x) => (silent.next().value ? 0 : x));
        const [some, all] = [down.slice(), down.slice()];
        rowDotsOf(nonZero(sparse), matrix, sparse, some);
        rowDots(matrix, sparse, all);
        expect([...some]).toEqual([...all]);
        // Sums of gradients begin at +0, and so are never -0.
        const [few, whole] = [matrix.map((x) => x + 0), matrix.map((x) => x + 0)];
        addToRowOf(nonZero(sparse), few, columns, down.length - 1, factor, sparse);
        addToRow(whole, columns, down.length - 1, factor, sparse);
        expect([...few]).toEqual([...whole]);
      }),
    );
  });

  it('all rows, when only those are taken that are not multiplied by zero', () => {
    const silenced = problem.chain((given) =>
      fc.record({ given: fc.constant(given), silent: fc.infiniteStream(fc.boolean()) }),
    );
    fc.assert(
      fc.property(silenced, ({ given: { matrix, columns, down }, silent }) => {
        const sparse = down.map((x) => (silent.next().value ? 0 : x));
        const rows = [...sparse.keys()].filter((row) => sparse[row] !== 0);
        const some = new Float64Array(columns);
        const all = new Float64Array(columns);
        columnDotsOf(rows, matrix, sparse, some);
        columnDots(matrix, sparse, all);
        expect([...some]).toEqual([...all]);
      }),
    );
  });

  it('each of several vectors alone', () => {
    const several = problem.chain((given) =>
      fc.record({
        given: fc.constant(given),
        factors: fc.array(value, { minLength: 1, maxLength: 7 }),
        left: fc.array(fc.boolean(), { minLength: given.down.length, maxLength: given.down.length }),
      }),
    );
    fc.assert(
      fc.property(several, ({ given: { matrix, columns, down }, factors, left }) => {
        const rows = [...down.keys()].filter((row) => left[row]);
        const vectors = factors.map((factor) => down.map((x, row) => factor * x + row));
        const outs = factors.map(() => new Float64Array(columns).fill(9));
        const last = new Float64Array(columns).fill(9);
        columnDotsOfEach(rows, matrix, vectors, [...outs, last], factors.length);
        for (const [m, vector] of vectors.entries()) {
          const alone = new Float64Array(columns);
          columnDotsOf(rows, matrix, vector, alone);
          expect([...outs[m]]).toEqual([...alone]);
        }
        expect([...last]).toEqual(new Array(columns).fill(9));
      }),
    );
  });

  it('a sum in the order of its index', () => {
    fc.assert(
      fc.property(problem, ({ matrix, columns, down, across }) => {
        const last = down.length - 1;
        let [inRow, inColumn] = [0, 0];
        for (const [c, x] of across.entries()) inRow += matrix[last * columns + c] * x;
        for (const [r, x] of down.entries()) inColumn += matrix[r * columns] * x;
        expect(rowDot(matrix, columns, last, across)).toBe(inRow);
        expect(columnDot(matrix, columns, 0, down)).toBe(inColumn);
      }),
    );
  });
});
