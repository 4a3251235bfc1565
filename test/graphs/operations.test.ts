import { beforeAll, describe, expect, it } from 'vitest';
import { windowOf } from '../../src/network/patterns/convolution.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import type { Device } from '../../src/sim/batched/device.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { loading } from '../backends.js';
import { type Matrix, randomMatrix } from '../sim/batched/matrices.js';
import { type Taken, wiredBy } from './naive.js';
import { noting, patternOperations } from './pattern-operations.js';

const units = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
const batch = 3;

/** Windows of every kind: odd sizes, strides 1 to 4, padding on one side, gaps, groups, filters over 48 numbers and more. */
const windows = [
  { image: [7, 5, 1], filters: 1, kernel: 1 },
  { image: [7, 9, 3], filters: 4, kernel: 3 },
  { image: [9, 8, 2], filters: 5, kernel: [2, 3], stride: [2, 1], padding: 1 },
  {
    image: [18, 11, 2],
    filters: 3,
    kernel: 3,
    stride: 4,
    padding: [
      [1, 0],
      [0, 2],
    ],
  },
  { image: [11, 12, 5], filters: 13, kernel: [3, 4], dilation: [2, 1], padding: [2, 0] },
  { image: [10, 9, 6], filters: 4, kernel: 3, groups: 2, stride: [1, 2], padding: 1 },
  { image: [13, 13, 3], filters: 16, kernel: 11, padding: 5 },
  { image: [6, 7, 70], filters: 9, kernel: 2 },
  { image: [8, 8, 4], filters: 4, kernel: 2, groups: 4, dilation: 3, stride: 2, padding: 3 },
  { image: [1, 5, 2], filters: 2, kernel: [1, 2], padding: [1, 3] },
] as const;

interface Sums {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
}

/** Sums that some products make, and sums of their magnitudes: n roundings of these bound the error. */
function summed(length: number, each: (add: (at: number, product: number) => void) => void): Sums {
  const values = new Float64Array(length);
  const sizes = new Float64Array(length);
  each((at, product) => {
    values[at] += product;
    sizes[at] += Math.abs(product);
  });
  return { values, sizes };
}

function expectClose(got: Float32Array, { values, sizes }: Sums, terms: number): void {
  expect(got.length).toBe(values.length);
  for (const [k, value] of values.entries()) {
    const allowed = (terms + 2) * 2 ** -24 * sizes[k] + 1e-30;
    expect(Math.abs(got[k] - value), `place ${k}`).toBeLessThanOrEqual(allowed);
  }
}

function run<T>(m: Device<T>, inputs: readonly Matrix[], operate: (...tensors: T[]) => T): Float32Array {
  const tensors = inputs.map(({ data, shape }) => m.upload(data, shape));
  let read: Float32Array | undefined;
  m.scope(() => {
    read = m.read(operate(...tensors));
    return [];
  });
  m.free(tensors);
  return read!;
}

const { device: m, called } = noting(tfjs);

describe.each(loading)('on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it.each(windows.map((one) => [JSON.stringify(one), one] as const))('convolution %s', (_, given) => {
    const { image, filters, ...spec } = given as unknown as {
      image: number[];
      filters: number;
      kernel: number;
      groups?: number;
    };
    const { groups = 1 } = spec;
    const window = windowOf({ stride: 1, dilation: 1, padding: 0, ...spec }, image, { filters, groups });
    const wired = wiredBy({ type: 'conv2d', from: [], filters, ...spec }, [image]);
    const width = units(image);
    const outs = wired.units.length;
    const x = randomMatrix([batch, width], 1);
    const y = randomMatrix([batch, outs], 2);
    const w = randomMatrix([filters, window.kernel[0] * window.kernel[1] * (image[2] / groups)], 3);
    const each = (tell: (s: number, post: number, one: Taken) => void) => {
      for (let s = 0; s < batch; s++)
        for (const [post, [taken]] of wired.units.entries()) for (const one of taken) tell(s, post, one);
    };
    const forward = summed(batch * outs, (add) =>
      each((s, post, { pre, weight }) => add(s * outs + post, w.data[weight!] * x.data[s * width + pre])),
    );
    const back = summed(batch * width, (add) =>
      each((s, post, { pre, weight }) => add(s * width + pre, w.data[weight!] * y.data[s * outs + post])),
    );
    const products = summed(w.data.length, (add) =>
      each((s, post, { pre, weight }) => add(weight!, x.data[s * width + pre] * y.data[s * outs + post])),
    );
    expectClose(
      run(m, [x, w], (a, f) => m.convolve(a, f, window)),
      forward,
      w.shape[1],
    );
    expectClose(
      run(m, [y, w], (a, f) => m.convolveBack(a, f, window)),
      back,
      w.shape[1] * filters,
    );
    expectClose(
      run(m, [x, y], (a, b) => m.convolveProducts(a, b, window)),
      products,
      batch * outs,
    );
  });

  const groupings = [
    { shape: [2, 3, 2, 2, 5], axes: [1, 3] },
    { shape: [5], axes: [0] },
    { shape: [3, 4, 5], axes: [1] },
    { shape: [3, 4, 5], axes: [0, 2] },
    { shape: [1, 7, 1], axes: [0, 2] },
    { shape: [2, 60], axes: [1] },
    { shape: [2, 3, 2, 2], axes: [0, 1, 2, 3] },
  ];
  it.each(groupings)('groups of $shape along $axes', (grouping) => {
    const { shape, axes } = grouping;
    const width = units(shape);
    const { units: groups } = wiredBy({ type: 'max', from: [], axes }, [shape]);
    const x = randomMatrix([batch, width], 4);
    const y = randomMatrix([batch, groups.length], 5);
    // Some are as large as others, and all of one sample are negative.
    for (let k = 0; k < width; k++) x.data[k] = -1 - (k % 3);
    const members = groups.map((ports) => ports.map(([{ pre }]) => pre));
    const over = (of: (values: number[]) => number) =>
      Float64Array.from({ length: batch * members.length }, (_, k) => {
        const s = Math.floor(k / members.length);
        return of(members[k % members.length].map((pre) => x.data[s * width + pre]));
      });
    const sums = over((values) => values.reduce((a, b) => a + b, 0));
    const sizes = over((values) => values.reduce((a, b) => a + Math.abs(b), 0));
    expectClose(
      run(m, [x], (a) => m.sumOver(a, grouping)),
      { values: sums, sizes },
      width,
    );
    expect([...run(m, [x], (a) => m.maxOver(a, grouping))]).toEqual([...over((all) => Math.max(...all))]);
    const spread = Array.from({ length: batch * width }, (_, k) => {
      const group = members.findIndex((all) => all.includes(k % width));
      return y.data[Math.floor(k / width) * members.length + group];
    });
    expect([...run(m, [y], (a) => m.spreadOver(a, grouping))]).toEqual(spread);
    const own = Array.from({ length: batch * width }, (_, k) => x.data[k] * spread[k]);
    expect([...run(m, [y, x], (a, b) => m.spreadOver(a, grouping, b))]).toEqual(own.map(Math.fround));
    // Ties everywhere: the first of those that are largest, and nobody else.
    const first = over((values) => values.indexOf(Math.max(...values)));
    const won = Array.from({ length: batch * width }, (_, k) => {
      const group = members.findIndex((all) => all.includes(k % width));
      const sample = Math.floor(k / width);
      return members[group][first[sample * members.length + group]] === k % width ? 1 : 0;
    });
    expect([...run(m, [x], (a) => m.winners(a, grouping))]).toEqual(won);
  });

  it.each([
    ['in a row', Int32Array.of(2, 3, 4)],
    ['in any order', Int32Array.of(4, 0, 3)],
    ['with none among them', Int32Array.of(-1, 5, -1, 0)],
    ['none first, then a row', Int32Array.of(-1, 0, 1)],
    ['some of them twice', Int32Array.of(1, 1, -1, 0, 5, 1)],
  ])('columns picked %s', (_, columns) => {
    const x = randomMatrix([batch, 6], 6);
    const wanted = Array.from({ length: batch }, (_, s) =>
      [...columns].map((column) => (column < 0 ? 0 : x.data[s * 6 + column])),
    );
    expect([...run(m, [x], (a) => m.pick(a, columns))]).toEqual(wanted.flat());
  });

  it('another shape has the same numbers, and a row of constants is what it was given', () => {
    const x = randomMatrix([batch, 6], 7);
    expect([...run(m, [x], (a) => m.reshape(m.reshape(a, 2), 9))]).toEqual([...x.data]);
    const row = run(m, [x], (a) => m.addRow(m.affine(a, 0, 0), m.row(Int32Array.of(3, 0, -2, 5, 7, 1))));
    expect([...row.slice(6, 12)]).toEqual([3, 0, -2, 5, 7, 1]);
  });
});

it('tries every operation on patterns', () => {
  expect(patternOperations.filter((name) => !called.has(name))).toEqual([]);
});
