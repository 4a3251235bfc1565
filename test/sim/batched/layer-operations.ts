import { absolute, at, expected, type Matrix, randomMatrix, rounding } from './matrices.js';
import type { Sizes, Trial } from './trial.js';

const { fround } = Math;

/** Operations that whole layers need, but for the product. */
export function layerwise({ rows, columns, inner }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed);
  const y = randomMatrix([rows, inner], seed + 1);
  const row = randomMatrix([columns], seed + 2);
  const from = Math.floor(columns / 3);
  const count = columns - from - Math.floor((columns - from) / 2);
  const down = Math.floor(rows / 3);
  const high = rows - down - Math.floor((rows - down) / 2);
  const z = randomMatrix([rows, columns], seed + 3);
  const u = randomMatrix([rows, columns], seed + 4);
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
      inputs: [x, y, z],
      run: (m, parts) => m.concat(parts),
      expected: expected([rows, 2 * columns + inner], (i, j) => [
        j < columns + inner ? joined(i, j) : at(z, i, j - columns - inner),
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
      operation: 'rows',
      detail: `${high} from ${down}`,
      inputs: [x],
      run: (m, [a]) => m.rows(a, down, high),
      expected: expected([high, columns], (i, j) => [at(x, down + i, j), 0]),
    },
    {
      operation: 'addRow',
      detail: '',
      inputs: [x, row],
      run: (m, [a, b]) => m.addRow(a, b),
      expected: expected([rows, columns], (i, j) => [fround(at(x, i, j) + at(row, i, j)), 0]),
    },
    {
      operation: 'sum',
      detail: 'three parts',
      inputs: [x, z, u],
      run: (m, parts) => m.sum(parts),
      expected: expected([rows, columns], (i, j) => [
        fround(fround(at(x, i, j) + at(z, i, j)) + at(u, i, j)),
        0,
      ]),
    },
    sumRows(x),
    sumColumns(x),
    logSumExp(x),
  ];
}

/** Sum and sum of magnitudes of some terms: however they are added up, n roundings of the latter bound the error. */
function sums(n: number, term: (k: number) => number): readonly [value: number, tolerance: number] {
  let sum = 0;
  let size = 0;
  for (let k = 0; k < n; k++) {
    const value = term(k);
    sum += value;
    size += Math.abs(value);
  }
  return [sum, n * rounding * size];
}

function sumRows(x: Matrix): Trial {
  const [rows, columns] = x.shape;
  const row = expected([1, columns], (_, j) => sums(rows, (i) => at(x, i, j)));
  const run: Trial['run'] = (m, [a]) => m.sumRows(a);
  return { operation: 'sumRows', detail: '', inputs: [x], run, expected: { ...row, shape: [columns] } };
}

function sumColumns(x: Matrix): Trial {
  const [rows, columns] = x.shape;
  const run: Trial['run'] = (m, [a]) => m.sumColumns(a);
  const column = expected([rows, 1], (i) => sums(columns, (j) => at(x, i, j)));
  return { operation: 'sumColumns', detail: '', inputs: [x], run, expected: column };
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

/** The matrix products. */
export function products({ rows, columns, inner }: Sizes, seed: number): Trial[] {
  const a = randomMatrix([rows, inner], seed);
  const b = randomMatrix([inner, columns], seed + 1);
  const c = randomMatrix([columns, inner], seed + 2);
  const d = randomMatrix([inner, rows], seed + 3);
  return [
    {
      operation: 'matMul',
      detail: `inner ${inner}`,
      inputs: [a, b],
      run: (m, [x, y]) => m.matMul(x, y),
      expected: expected([rows, columns], (i, j) => sums(inner, (k) => at(a, i, k) * at(b, k, j))),
    },
    {
      operation: 'matMul',
      detail: `again with the same right factor, inner ${inner}`,
      inputs: [a, b],
      run: (m, [x, y]) => {
        m.matMul(x, y);
        return m.matMul(x, y);
      },
      expected: expected([rows, columns], (i, j) => sums(inner, (k) => at(a, i, k) * at(b, k, j))),
    },
    {
      operation: 'transposedMatMul',
      detail: `inner ${inner}`,
      inputs: [d, b],
      run: (m, [x, y]) => m.transposedMatMul(x, y),
      expected: expected([rows, columns], (i, j) => sums(inner, (k) => at(d, k, i) * at(b, k, j))),
    },
    {
      operation: 'matMulTransposed',
      detail: `inner ${inner}`,
      inputs: [a, c],
      run: (m, [x, y]) => m.matMulTransposed(x, y),
      expected: expected([rows, columns], (i, j) => sums(inner, (k) => at(a, i, k) * at(c, j, k))),
    },
  ];
}
