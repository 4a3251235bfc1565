import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alikeRows, countsOf, eachEntry, lengthsOf, listsOf } from '../../src/math/alike-rows.js';
import { addListRows, addToListRow, type Lists, listRowSum } from '../../src/math/lists.js';
import { layOut } from '../../src/network/layout.js';
import { parseNetwork } from '../../src/network/parse.js';
import { type Pattern, patternOf, portsOf } from '../../src/synapses/pattern.js';

type Row = readonly (readonly [column: number, place: number])[];

function listed(rows: readonly Row[]): Lists {
  const starts = Int32Array.from([0, ...rows.keys()], (_, r) =>
    rows.slice(0, r).reduce((sum, row) => sum + row.length, 0),
  );
  const entries = rows.flat();
  const [from, places] = [0, 1].map((k) => Int32Array.from(entries, (entry) => entry[k]));
  return { starts, from, places };
}

const rows = fc.array(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 4 }), { maxLength: 8 });
const moved = (row: Row, by: number): Row => row.map(([column, place]) => [column + by, place + 2 * by]);

it('rows that are alike are there once, and give back what they were made of', () => {
  fc.assert(
    fc.property(rows, fc.nat(3), (all, by) => {
      const lists = listed([
        ...all,
        ...all.map((row) => moved(row, by)),
        ...all.map((row) => moved(row, 40_000)),
      ]);
      const alike = alikeRows(lists);
      expect(listsOf(alike)).toEqual(lists);
      expect(alike.from.length).toBeLessThanOrEqual(all.flat().length);
      expect([...lengthsOf(alike)]).toEqual(
        [...lists.starts.subarray(1)].map((end, r) => end - lists.starts[r]),
      );
      const counts = countsOf(alike, 40_006 + by);
      for (const column of new Set(lists.from))
        expect(counts[column]).toBe(lists.from.filter((one) => one === column).length);
    }),
  );
});

it('what is summed over them and added to them is the same, to the bit', () => {
  const all: Row[] = [[[0, 2], [3, 0]], [], [[1, 3], [4, 1]], [[5, 5]], [[2, 1], [0, 1], [2, 0]]]; // biome-ignore format: rows
  const alike = alikeRows(listed(all));
  const values = Float64Array.from({ length: 6 }, (_, k) => Math.sin(k + 1));
  const vector = Float64Array.from({ length: 6 }, (_, k) => Math.cos(3 * k));
  const sums = all.map((row) =>
    row.reduce((sum, [column, place]) => sum + values[place] * vector[column], 0),
  );
  const out = new Float64Array(all.length);
  addListRows(values, alike, vector, out);
  expect([...out]).toEqual(sums);
  expect(all.map((_, r) => listRowSum(values, alike, vector, r))).toEqual(sums);
  const added = new Float64Array(6);
  for (const r of all.keys()) addToListRow(added, alike, r, r + 1, vector);
  const wanted = new Float64Array(6);
  for (const [r, row] of all.entries())
    for (const [column, place] of row) wanted[place] += (r + 1) * vector[column];
  expect(added).toEqual(wanted);
  const told: (readonly [number, number])[] = [];
  eachEntry(alike, 4, (column, place) => told.push([column, place]));
  expect(told).toEqual(all[4]);
});

it("the paper's convolutional network of 805,104 synapses keeps them in 38 kilobytes", () => {
  let [bytes, synapses] = [0, 0];
  const sizeOf = ({ rows: { rows, starts, from, places } }: Pattern) =>
    [rows.high, rows.low, starts, from, places].reduce((sum, { byteLength }) => sum + byteLength, 0);
  for (const node of layOut(parseNetwork({ builder: 'cnn' })).nodes) {
    const blocks = node.synapses();
    const ports = node.type.integration === 'max' ? portsOf(blocks) : undefined;
    for (const block of blocks) {
      // From all to all they are two strides and an offset.
      if (block.connections.kind === 'all-to-all') synapses += block.posts * block.pres;
      else {
        const pattern = patternOf(block, ports);
        synapses += pattern.count;
        bytes += sizeOf(pattern) + (node.parents[0].name === 'input' ? 0 : sizeOf(pattern.turned));
      }
    }
  }
  expect(synapses).toBe(805_104);
  expect(bytes).toBeLessThanOrEqual(38_000);
});
