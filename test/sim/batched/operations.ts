import type { Device } from '../../../src/sim/batched/device.js';
import { at, type Expected, expected, type Matrix, randomMatrix, rounding } from './matrices.js';

/** One use of one operation of the device interface, and what its definition says must come out. */
export interface Trial {
  readonly operation: keyof Device<unknown>;
  readonly detail: string;
  readonly inputs: readonly Matrix[];
  run<T>(m: Device<T>, tensors: readonly T[]): T;
  readonly expected: Expected;
}

/** Sizes of a trial: `rows` by `columns`, with `inner` in between for products. */
export interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/** Every operation at these sizes, on random numbers of either sign. */
export function trials(sizes: Sizes, seed: number): Trial[] {
  return [
    ...functions(sizes, seed),
    ...pairs(sizes, seed),
    ...affines(sizes, seed),
    ...layerwise(sizes, seed),
    product(sizes, seed),
  ];
}

const { fround } = Math;
const nothing = () => 0;
// A few roundings; where a function is small its float32 form may err by roundings of a number near one.
const relative = (y: number) => 4 * rounding * Math.abs(y);
const absolute = (y: number) => 4 * rounding * Math.max(1, Math.abs(y));

const oneArgument = {
  ones: [() => 1, nothing],
  relu: [(a: number) => (a > 0 ? a : 0), nothing],
  step: [(a: number) => (a > 0 ? 1 : 0), nothing],
  exp: [Math.exp, relative],
  tanh: [Math.tanh, relative],
  sigmoid: [(a: number) => 1 / (1 + Math.exp(-a)), relative],
  softplus: [(a: number) => Math.log1p(Math.exp(a)), absolute],
} as const;

function functions({ rows, columns }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed, 8);
  return Object.entries(oneArgument).map(([name, [f, tolerance]]) => {
    const operation = name as keyof typeof oneArgument;
    const value = (i: number, j: number) => f(at(x, i, j));
    return {
      operation,
      detail: '',
      inputs: [x],
      run: (m, [a]) => m[operation](a),
      expected: expected([rows, columns], (i, j) => [value(i, j), tolerance(value(i, j))]),
    };
  });
}

const twoArguments = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
};

// One float32 operation on float32 numbers has one right answer: the float64 one, rounded.
function pairs({ rows, columns }: Sizes, seed: number): Trial[] {
  const whole = [rows, columns];
  const others = [whole, [rows, 1], [1, columns]];
  const orders = others.flatMap((other) => [
    [whole, other],
    [other, whole],
  ]);
  return Object.entries(twoArguments).flatMap(([name, f]) =>
    orders.map(([left, right], k): Trial => {
      const operation = name as keyof typeof twoArguments;
      const [a, b] = [randomMatrix(left, seed + 2 * k), randomMatrix(right, seed + 2 * k + 1)];
      return {
        operation,
        detail: `[${left}] and [${right}]`,
        inputs: [a, b],
        run: (m, [x, y]) => m[operation](x, y),
        expected: expected(whole, (i, j) => [fround(f(at(a, i, j), at(b, i, j))), 0]),
      };
    }),
  );
}

// The batched engine's numbers are float32, factor and offset too: two operations, each rounded.
function affines({ rows, columns }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed);
  const lines = [
    [0.1, 0],
    [1, 0],
    [1, -0.3],
    [-1, 1],
    [-2.7, 0.1],
    [0, 3],
  ];
  return lines.map(([factor, offset]) => ({
    operation: 'affine',
    detail: `${factor} a + ${offset}`,
    inputs: [x],
    run: (m, [a]) => m.affine(a, factor, offset),
    expected: expected([rows, columns], (i, j) => [
      fround(fround(at(x, i, j) * fround(factor)) + fround(offset)),
      0,
    ]),
  }));
}

function layerwise({ rows, columns, inner }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed);
  const y = randomMatrix([rows, inner], seed + 1);
  const row = randomMatrix([columns], seed + 2);
  const from = Math.floor(columns / 3);
  const count = columns - from - Math.floor((columns - from) / 2);
  const joined = (i: number, j: number) => (j < columns ? at(x, i, j) : at(y, i, j - columns));
  return [
    {
      operation: 'transpose',
      detail: '',
      inputs: [x],
      run: (m, [a]) => m.transpose(a),
      expected: expected([columns, rows], (i, j) => [at(x, j, i), 0]),
    },
    {
      operation: 'concat',
      detail: 'three parts',
      inputs: [x, y, x],
      run: (m, parts) => m.concat(parts),
      expected: expected([rows, 2 * columns + inner], (i, j) => [
        j < columns + inner ? joined(i, j) : at(x, i, j - columns - inner),
        0,
      ]),
    },
    {
      operation: 'concat',
      detail: 'one part',
      inputs: [x],
      run: (m, parts) => m.concat(parts),
      expected: expected([rows, columns], (i, j) => [at(x, i, j), 0]),
    },
    {
      operation: 'columns',
      detail: `${count} from ${from}`,
      inputs: [x],
      run: (m, [a]) => m.columns(a, from, count),
      expected: expected([rows, count], (i, j) => [at(x, i, from + j), 0]),
    },
    {
      operation: 'addRow',
      detail: '',
      inputs: [x, row],
      run: (m, [a, b]) => m.addRow(a, b),
      expected: expected([rows, columns], (i, j) => [fround(at(x, i, j) + at(row, i, j)), 0]),
    },
    sumRows(x),
    logSumExp(x),
  ];
}

/** Sum and sum of magnitudes of some terms: however they are added up, n roundings of the latter bound the error. */
function sums(n: number, term: (k: number) => number): readonly [value: number, tolerance: number] {
  const terms = Array.from({ length: n }, (_, k) => term(k));
  const size = terms.reduce((sum, value) => sum + Math.abs(value), 0);
  return [terms.reduce((sum, value) => sum + value, 0), n * rounding * size];
}

function sumRows(x: Matrix): Trial {
  const [rows, columns] = x.shape;
  const row = expected([1, columns], (_, j) => sums(rows, (i) => at(x, i, j)));
  const run: Trial['run'] = (m, [a]) => m.sumRows(a);
  return { operation: 'sumRows', detail: '', inputs: [x], run, expected: { ...row, shape: [columns] } };
}

// A sum of n positive numbers is right to n roundings, so its logarithm to n roundings of one.
function logSumExp(x: Matrix): Trial {
  const [rows, columns] = x.shape;
  const one = (i: number) => {
    const value = Math.log(sums(columns, (j) => Math.exp(at(x, i, j)))[0]);
    return [value, columns * rounding + absolute(value)] as const;
  };
  const run: Trial['run'] = (m, [a]) => m.logSumExp(a);
  return { operation: 'logSumExp', detail: '', inputs: [x], run, expected: expected([rows, 1], one) };
}

function product({ rows, columns, inner }: Sizes, seed: number): Trial {
  const a = randomMatrix([rows, inner], seed);
  const b = randomMatrix([inner, columns], seed + 1);
  const element = (i: number, j: number) => sums(inner, (k) => at(a, i, k) * at(b, k, j));
  return {
    operation: 'matMul',
    detail: `inner ${inner}`,
    inputs: [a, b],
    run: (m, [x, y]) => m.matMul(x, y),
    expected: expected([rows, columns], element),
  };
}
