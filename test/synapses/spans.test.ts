import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Spans } from '../../src/synapses/phases/spans.js';

const rows = 3;

it.each([1, 15, 16, 17, 100, 128, 300])(
  'sums of rows of %i are those of their numbers, whatever has changed',
  (size) => {
    const index = fc.integer({ min: 0, max: rows * size - 1 });
    const changes = fc.array(fc.tuple(index, fc.double({ min: -9, max: 9, noNaN: true })), { maxLength: 40 });
    fc.assert(
      fc.property(changes, (list) => {
        const column = Float64Array.from({ length: rows * size }, (_, i) => Math.sin(i));
        const spans = new Spans(rows, size);
        spans.markAll();
        for (const [place, value] of list) {
          column[place] = value;
          const row = Math.floor(place / size);
          spans.mark(row, place % size);
          const own = column.subarray(row * size, (row + 1) * size);
          const sum = own.reduce((all, one) => all + one, 0);
          expect(Math.abs(spans.at(row, column) - sum)).toBeLessThan(1e-11);
          // Up to one group the order of additions is that of the numbers.
          if (size <= 16) expect(spans.at(row, column)).toBe(sum);
        }
      }),
      { numRuns: 30, seed: 3 },
    );
  },
);
