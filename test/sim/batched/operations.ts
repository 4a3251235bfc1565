import { layerwise, products } from './layer-operations.js';
import { absolute, at, expected, randomMatrix, relative } from './matrices.js';
import type { Sizes, Trial } from './trial.js';

/** Every operation at these sizes, on random numbers of either sign. */
export function trials(sizes: Sizes, seed: number): Trial[] {
  return [
    ...functions(sizes, seed),
    ...pairs(sizes, seed),
    ...affines(sizes, seed),
    ...roots(sizes, seed),
    ...clips(sizes, seed),
    ...layerwise(sizes, seed),
    ...products(sizes, seed),
  ];
}

const { fround } = Math;
const nothing = () => 0;

const oneArgument = {
  ones: [() => 1, nothing],
  relu: [(a: number) => Math.max(a, 0), nothing],
  step: [(a: number) => (a > 0 ? 1 : 0), nothing],
  exp: [Math.exp, relative],
  // TensorFlow's is a quotient of polynomials.
  tanh: [Math.tanh, (y: number) => 2 * relative(y)],
  // TensorFlow's is a quotient of polynomials about one half.
  sigmoid: [(a: number) => 1 / (1 + Math.exp(-a)), (y: number) => relative(y) + 2 ** -25],
  tanhSlope: [(y: number) => 1 - y * y, absolute],
  sigmoidSlope: [(y: number) => y * (1 - y), relative],
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
  div: (a: number, b: number) => a / b,
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

// Squares, and of the first two the smallest normal number and zero: a root has one right answer, too.
function roots({ rows, columns }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed);
  const data = x.data.map((value, i) => [2 ** -126, 0][i] ?? value * value);
  const squares = { ...x, data };
  return [
    {
      operation: 'sqrt',
      detail: '',
      inputs: [squares],
      run: (m, [a]) => m.sqrt(a),
      expected: expected([rows, columns], (i, j) => [fround(Math.sqrt(at(squares, i, j))), 0]),
    },
  ];
}

// Numbers in between keep all their digits, however far away the bounds are.
function clips({ rows, columns }: Sizes, seed: number): Trial[] {
  const x = randomMatrix([rows, columns], seed);
  const small = { ...x, data: x.data.map((value, i) => (i % 2 === 0 ? value * 1e-9 : value)) };
  const bounds = [
    [-1.5, 1.5],
    [0.25, 2],
    [-1e-10, 1e30],
  ];
  return bounds.map(([low, high]) => ({
    operation: 'clip',
    detail: `from ${low} to ${high}`,
    inputs: [small],
    run: (m, [a]) => m.clip(a, low, high),
    expected: expected([rows, columns], (i, j) => [
      Math.min(Math.max(at(small, i, j), fround(low)), fround(high)),
      0,
    ]),
  }));
}
