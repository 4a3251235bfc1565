import { describe } from 'vitest';
import { parseNetwork } from '../../src/network/parse.js';
import { graphWith, layeredWith } from './descriptions.js';
import { type Cases, refusesAll } from './refusals.js';

const onlyLayer = (layer: unknown) => layeredWith({ layers: [layer] });

const cases: Cases = [
  ['no layer', layeredWith({ layers: [] }), 'net.json.layers: got [], expected at least one layer.'],
  ['an object of layers', layeredWith({ layers: {} }), 'net.json.layers: got {}, expected a list of layers.'],
  ['null for a layer', onlyLayer(null), 'net.json.layers.0: got null, expected an object.'],
  [
    'a missing size',
    onlyLayer({ type: 'dense' }),
    'net.json.layers.0.units: got nothing, expected a whole number of at least 1 (required).',
  ],
  [
    'a misspelt activation',
    onlyLayer({ type: 'dense', units: 2, activation: 'sigmiod' }),
    'net.json.layers.0.activation: got "sigmiod", expected one of linear, relu, tanh, sigmoid, softplus, gelu, silu, exp, square, abs, reciprocal, rsqrt. ' +
      'Try "sigmoid".',
  ],
  [
    'a layer that names its parent',
    onlyLayer({ type: 'dense', units: 2, from: ['elsewhere'] }),
    'net.json.layers.0: got unknown key "from", expected a layer, which takes the one before it. ' +
      'Try the graph form, with "nodes".',
  ],
  [
    'a misspelt loss',
    layeredWith({ loss: 'msee' }),
    'net.json.loss: got "msee", expected one of mse, cross-entropy. Try "mse".',
  ],
  ['a loss that is no text', layeredWith({ loss: 3 }), 'net.json.loss: got 3, expected the name of a loss.'],
  [
    'no input',
    { layers: [{ type: 'dense', units: 2 }] },
    'net.json.input: got nothing, expected a list of sizes, like [784] (required).',
  ],
  [
    'an input that is a number',
    layeredWith({ input: 784 }),
    'net.json.input: got 784, expected a list of sizes, like [784].',
  ],
  [
    'an input of 0',
    layeredWith({ input: [0] }),
    'net.json.input.0: got 0, expected a whole number of at least 1.',
  ],
  [
    'an unknown key',
    layeredWith({ inputt: [3] }),
    'net.json: got unknown key "inputt", expected only input, layers, loss, init. Try "input".',
  ],
  [
    'both forms at once',
    { ...graphWith(), ...layeredWith({}) },
    'net.json: got unknown key "inputs", expected only input, layers, loss, init. Try "input".',
  ],
  [
    '__proto__ as a key',
    JSON.parse('{"__proto__": {}, "input": [1], "layers": [{"type": "dense", "units": 1}]}'),
    'net.json: got unknown key "__proto__", expected only input, layers, loss, init.',
  ],
];

describe('refused in a list of layers, where the writer of the list will look for it', () => {
  refusesAll((description) => parseNetwork(description, 'net.json'), cases);
});
