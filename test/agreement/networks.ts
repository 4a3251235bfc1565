import type { Description } from '../reference/index.js';

/** Descriptions of every shape and kind of network that engines and reference must agree on. */
export const networks: Readonly<Record<string, Description & { readonly init?: unknown }>> = {
  'one unit everywhere': {
    input: [1],
    layers: [
      { type: 'dense', units: 1, activation: 'tanh' },
      { type: 'dense', units: 1, activation: 'linear' },
    ],
    loss: 'mse',
  },
  'no hidden layer': {
    input: [5],
    layers: [{ type: 'dense', units: 3, activation: 'sigmoid' }],
    loss: 'mse',
  },
  'odd sizes, cross-entropy': {
    input: [7],
    layers: [
      { type: 'dense', units: 53, activation: 'relu' },
      { type: 'dense', units: 11, activation: 'softplus' },
      { type: 'dense', units: 3, activation: 'linear' },
    ],
    loss: 'cross-entropy',
    init: { weight: 'he' },
  },
  'five hidden layers': {
    input: [6],
    layers: [
      { type: 'dense', units: 9, activation: 'tanh' },
      { type: 'dense', units: 8, activation: 'sigmoid' },
      { type: 'dense', units: 7, activation: 'softplus' },
      { type: 'dense', units: 6, activation: 'relu' },
      { type: 'dense', units: 5, activation: 'tanh' },
      { type: 'dense', units: 4, activation: 'sigmoid' },
    ],
    loss: 'mse',
  },
  'skip connection': {
    inputs: { image: [2, 3] },
    nodes: {
      h1: { type: 'dense', units: 7, activation: 'relu', from: ['image'] },
      h2: { type: 'dense', units: 5, activation: 'tanh', from: ['h1'] },
      out: { type: 'dense', units: 3, activation: 'linear', from: ['h2', 'image', 'h1'] },
    },
    outputs: { out: { loss: 'mse' } },
    init: { weight: { type: 'normal', sd: 0.6 } },
  },
  'two inputs, two outputs, one of them with children': {
    inputs: { left: [4], right: [3] },
    nodes: {
      out: { type: 'dense', units: 3, activation: 'linear', from: ['h3', 'h1', 'side'] },
      h1: { type: 'dense', units: 5, activation: 'softplus', from: ['left'] },
      h2: { type: 'dense', units: 6, activation: 'relu', from: ['right', 'h1', 'left'] },
      side: { type: 'dense', units: 4, activation: 'tanh', from: ['h2'] },
      h3: { type: 'dense', units: 2, activation: 'sigmoid', from: ['h2', 'h1'] },
    },
    outputs: { out: { loss: 'cross-entropy' }, side: { loss: 'mse' } },
    init: { weight: { type: 'uniform', low: -0.9, high: 0.9 }, bias: { type: 'normal', sd: 0.3 } },
  },
};
