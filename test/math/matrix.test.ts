import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBlockColumns, addBlockRows, addToRowAt, addToSomeAt } from '../../src/math/blocks.js';

const value = fc.double({ min: -3, max: 3, noNaN: true });
const numbers = (length: number) =>
  fc.array(value, { minLength: length, maxLength: length }).map((a) => Float64Array.from(a));
/** The same, and often mostly zeros. */
const sparse = (length: number) =>
  fc
    .tuple(
      numbers(length),
      fc.array(fc.nat({ max: 3 }), { minLength: length, maxLength: length }),
      fc.boolean(),
    )
    .map(([values, kept, thin]) => values.map((x, i) => (thin && kept[i] > 0 ? 0 : x)));
/** A block of a matrix, a vector for its columns and one for its rows; sizes on both sides of the unrolled 4, and of few. */
const problem = fc
  .tuple(
    fc.integer({ min: 1, max: 19 }),
    fc.integer({ min: 1, max: 21 }),
    fc.nat({ max: 3 }),
    fc.nat({ max: 3 }),
  )
  .chain(([rows, columns, offset, more]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      block: fc.constant({ offset, stride: columns + more }),
      matrix: numbers(offset + rows * (columns + more)),
      across: sparse(columns),
      down: sparse(rows),
    }),
  );

it('[[1, 2, 3], [4, 5, 6]] times a column and a row, by hand', () => {
  const matrix = Float64Array.of(1, 2, 3, 4, 5, 6);
  const block = { offset: 0, stride: 3 };
  const up = Float64Array.of(0, 1);
  addBlockRows(matrix, block, Float64Array.of(1, 0, -1), up);
  expect([...up]).toEqual([-2, -1]);
  const down = Float64Array.of(0, 0, 9);
  addBlockColumns(matrix, block, Float64Array.of(10, 1), down);
  expect([...down]).toEqual([14, 25, 45]);
});

describe('products of a block, however arranged, have the bits of sums in the order of their index', () => {
  it('by row', () => {
    fc.assert(
      fc.property(problem, ({ matrix, block, across, down }) => {
        const out = down.map((x) => x + 0);
        addBlockRows(matrix, block, across, out);
        const want = [...down]
          .map((x) => x + 0)
          .map((start, r) =>
            across.reduce((sum, x, c) => sum + matrix[block.offset + r * block.stride + c] * x, start),
          );
        expect([...out]).toEqual(want);
      }),
    );
  });

  it('by column', () => {
    fc.assert(
      fc.property(problem, ({ matrix, block, across, down }) => {
        const out = across.map((x) => x + 0);
        addBlockColumns(matrix, block, down, out);
        const want = [...across]
          .map((x) => x + 0)
          .map((start, c) =>
            down.reduce((sum, x, r) => sum + matrix[block.offset + r * block.stride + c] * x, start),
          );
        expect([...out]).toEqual(want);
      }),
    );
  });
});

it('what is added to some places of a row is what is added to all, where the others hold 0', () => {
  fc.assert(
    fc.property(problem, value, fc.nat(), ({ matrix, block, across }, factor, which) => {
      const sparse = across.map((x, c) => ((which >> c) & 1 ? 0 : x));
      const places = Int32Array.from([...sparse.keys()].filter((c) => sparse[c] !== 0));
      // Sums of gradients begin at +0, and so are never -0.
      const [some, all] = [matrix.map((x) => x + 0), matrix.map((x) => x + 0)];
      addToSomeAt(some, block.offset, factor, sparse, places);
      addToRowAt(all, block.offset, factor, sparse);
      expect([...some]).toEqual([...all]);
    }),
  );
});
