import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBlockColumnsOfEach, addBlockRowsOfEach } from '../../src/math/block-futures.js';
import { FutureColumns } from '../../src/math/future-columns.js';
import { type Trajectory, toldFrom, valueAt } from '../../src/math/trajectory.js';

const value = fc.double({ min: -3, max: 3, noNaN: true });
const futures = fc.array(
  fc.record({
    origin: fc.constantFrom(0, 0.5, 1.25),
    constant: value,
    terms: fc.array(value, { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 5 },
);
const later = fc.double({ min: 1.25, max: 6, noNaN: true });

function columnsOf(all: readonly Trajectory[]): FutureColumns {
  const columns = new FutureColumns(all.length);
  for (const [unit, one] of all.entries()) columns.set(unit, one);
  return columns;
}

/** With zeros behind, as far as others have terms. */
const padded = (one: Trajectory, count: number): Trajectory => ({
  ...one,
  terms: Array.from({ length: count - 1 }, (_, m) => one.terms[m] ?? 0),
});

describe('futures in columns', () => {
  it('are, told from a later time on and at any time, to the bit what single ones are', () => {
    const law = fc.property(futures, later, (all, time) => {
      const columns = columnsOf(all);
      const { count } = columns;
      const told = columns.from(time);
      const sums = new Float64Array(count);
      const wanted = new Float64Array(count);
      for (const [unit, one] of all.entries()) {
        const want = toldFrom(padded(one, count), time);
        expect(columns.valueAt(unit, time)).toBe(valueAt(padded(one, count), time));
        if (count > 1) expect(told.at(unit)).toEqual(want);
        columns.addTo(sums, unit, time - one.origin, 0.3);
        for (const [m, term] of [want.constant, ...want.terms].entries()) wanted[m] += 0.3 * term;
      }
      expect(sums).toEqual(wanted);
    });
    fc.assert(law, { numRuns: 60, seed: 3 });
  });

  it('keep nothing of what stood in their place, and go to their constants', () => {
    const columns = columnsOf([
      { origin: 0, constant: 1, terms: [2, 3] },
      { origin: 0, constant: 4, terms: [5] },
    ]);
    columns.put(Int32Array.of(1, 0), [Float64Array.of(7, 8), Float64Array.of(9, 10)], 2);
    expect(columns.at(0)).toEqual({ origin: 2, constant: 8, terms: [10, 0] });
    expect(columns.at(1)).toEqual({ origin: 2, constant: 7, terms: [9, 0] });
    expect(columns.valueAt(0, Infinity)).toBe(8);
    // By hand: the terms behind the first, 2 tau later: 8 + 0 e^-2.
    expect(columns.valueAt(0, 4, 1)).toBe(8);
    columns.put(Int32Array.of(0), 6, 3);
    expect(columns.at(0)).toEqual({ origin: 3, constant: 6, terms: [0, 0] });
    columns.clear(Float64Array.of(1, 2));
    expect(columns.count).toBe(1);
    expect(columns.at(1).constant).toBe(2);
    columns.extend(3);
    expect(columns.at(1).terms).toEqual([0, 0]);
  });
});

describe('products of a block with futures', () => {
  const dimensions = fc.record({
    rows: fc.integer({ min: 1, max: 11 }),
    columns: fc.integer({ min: 1, max: 6 }),
    count: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('are to the bit those of the plainest loop, zeros left out', () => {
    const law = fc.property(dimensions, ({ rows, columns, count, seed }) => {
      const [offset, stride] = [2, columns + 3];
      const block = { offset, stride };
      const number = (i: number) => Math.sin(seed * (i + 1));
      const matrix = Float64Array.from({ length: offset + rows * stride }, (_, i) => number(i));
      const vectors = (size: number) =>
        Array.from({ length: count }, (_, m) =>
          Float64Array.from({ length: size }, (_, i) => (i % 3 === 1 ? 0 : number(7 * i + m))),
        );
      const start = (size: number) => Array.from({ length: count }, (_, m) => new Float64Array(size).fill(m));
      const at = (r: number, c: number) => matrix[offset + r * stride + c];
      const [down, up] = [vectors(rows), vectors(columns)];
      const [gotDown, wantDown, gotUp, wantUp] = [start(columns), start(columns), start(rows), start(rows)];
      addBlockColumnsOfEach(matrix, block, down, gotDown, count);
      addBlockRowsOfEach(matrix, block, up, gotUp, count);
      for (let m = 0; m < count; m++)
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++) {
            wantDown[m][c] += at(r, c) * down[m][r];
            wantUp[m][r] += at(r, c) * up[m][c];
          }
      expect([gotDown, gotUp]).toEqual([wantDown, wantUp]);
    });
    fc.assert(law, { numRuns: 60, seed: 4 });
  });
});
