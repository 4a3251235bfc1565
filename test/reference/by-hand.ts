import type { Example, GraphDescription } from './types.js';

// Two networks small enough to be worked out on paper; test/reference.test.ts continues the arithmetic.

const parameter = (shape: number[], ...data: number[]) => ({ shape, data });

/**
 * 2-2-1, relu then linear, mse, two samples. W0 = [1 1/2; 1 -1], b0 = (1, -1), W1 = [2 -1], b1 = -4.
 *
 *     u = (1, 2):  abar = (3, -2)  xbar = (3, 0)  f' = (1, 0)  out = 6 - 0 - 4 =  2  t =  1  e =  1
 *     u = (0, 0):  abar = (1, -1)  xbar = (1, 0)  f' = (1, 0)  out = 2 - 0 - 4 = -2  t = -1  e = -1
 */
export const oneHidden: Example = [
  {
    input: [2],
    layers: [
      { type: 'dense', units: 2, activation: 'relu' },
      { type: 'dense', units: 1, activation: 'linear' },
    ],
    loss: 'mse',
  },
  {
    'layers.0.weight': parameter([2, 2], 1, 0.5, 1, -1),
    'layers.0.bias': parameter([2], 1, -1),
    'layers.1.weight': parameter([1, 2], 2, -1),
    'layers.1.bias': parameter([1], -4),
  },
  {
    inputs: {
      input: [
        [1, 2],
        [0, 0],
      ],
    },
    targets: { 'layers.1': [[1], [-1]] },
  },
];

const line: GraphDescription = {
  inputs: { u: [1] },
  nodes: {
    out: { type: 'dense', units: 1, activation: 'linear', from: ['b'] },
    b: { type: 'dense', units: 1, activation: 'relu', from: ['a'] },
    a: { type: 'dense', units: 1, activation: 'linear', from: ['u'] },
  },
  outputs: { out: { loss: 'mse' } },
};
const lineParameters = {
  'a.weight': parameter([1, 1], 2),
  'a.bias': parameter([1], 0),
  'b.weight': parameter([1, 1], 3),
  'b.bias': parameter([1], -2),
  'out.weight': parameter([1, 1], 0.5),
  'out.bias': parameter([1], 1),
};

/**
 * u -> a -> b -> out, one unit each, listed against the current: a = 2u, b = relu(3a - 2), out = b/2 + 1.
 *
 *     u = 1:  a = 2  b = 4  out = 3  t = 1  e = 2, so b relaxes towards 2/2 = 1 and a towards 3b
 */
export const twoHidden: Example = [line, lineParameters, { inputs: { u: [[1]] }, targets: { out: [[1]] } }];

/** The same with a second loss, on b (t = 3, e = 1): b relaxes towards 1 + 1 = 2. Loss 2 + 1/2. */
export const twoOutputs: Example = [
  { ...line, outputs: { out: { loss: 'mse' }, b: { loss: 'mse' } } },
  lineParameters,
  { inputs: { u: [[1]] }, targets: { out: [[1]], b: [[3]] } },
];
