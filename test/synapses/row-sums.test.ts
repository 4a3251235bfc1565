import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowSums } from '../../src/synapses/phases/row-sums.js';
import { Spans } from '../../src/synapses/phases/spans.js';

it.each([1, 16, 17, 128, 129, 300])(
  'sums of a row of %i after each change are to the bit those of one change after the other',
  (size) => {
    const value = fc.double({ min: -9, max: 9, noNaN: true });
    const change = fc.tuple(fc.integer({ min: 0, max: size - 1 }), value, fc.boolean());
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (list) => {
        const [row, rows] = [size, 2];
        const column = Float64Array.from({ length: rows * size }, (_, i) => Math.sin(i));
        const other = column.slice();
        const sums = new RowSums(size);
        const [spans, after] = [new Spans(rows, size), new Spans(rows, size)];
        spans.markAll();
        after.markAll();
        sums.begin(list.length);
        for (const [k, [i, value, passes]] of list.entries())
          if (passes) sums.pass(k);
          else sums.put(k, i, value);
        sums.run(column, row, list.length);
        expect(sums.before).toBe(spans.at(1, other));
        for (const [k, [i, value, passes]] of list.entries()) {
          if (!passes) {
            other[row + i] = value;
            spans.mark(1, i);
          }
          expect(sums.after[k]).toBe(spans.at(1, other));
        }
        expect(column).toEqual(other);
        after.put(1, sums.spans);
        expect(after.at(1, column)).toBe(spans.at(1, other));
      }),
      { numRuns: 30, seed: 4 },
    );
  },
);
