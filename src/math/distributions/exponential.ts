import { type Distribution, notAbove0 } from '../distribution.js';

/** Exponential with a mean: density e^(-x / mean) / mean, variance mean^2. */
export const exponential: Distribution = {
  parameters: ['mean'],
  wrong: (settings) => notAbove0(exponential.parameters, settings),
  draw: (stream, { mean }) => -mean * Math.log1p(-stream.uniform()),
};
