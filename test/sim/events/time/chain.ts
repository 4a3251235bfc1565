import { matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';

/** Two linear units with weights 1 and no biases; presented with 1 and the target 0 the upper one stays at its error, 1. */
export const pair = parseNetwork({
  input: [1],
  layers: [
    { type: 'dense', units: 1, activation: 'linear' },
    { type: 'dense', units: 1, activation: 'linear' },
  ],
  loss: 'mse',
});

const one = { shape: [1, 1], data: Float32Array.of(1) };
const none = { shape: [1], data: Float32Array.of(0) };

export const ones = {
  'layers.0.weight': one,
  'layers.0.bias': none,
  'layers.1.weight': one,
  'layers.1.bias': none,
};

export const stimulus = {
  size: 1,
  inputs: { input: matrix([[1]]) },
  targets: { 'layers.1': matrix([[0]]) },
};
