/** The network of arXiv 2009.05359: 784-300-300-100-10, relu, linear output, weights N(0, 0.05^2), biases 0. */
export const paperNetwork = {
  input: [784],
  layers: [
    { type: 'dense', units: 300, activation: 'relu' },
    { type: 'dense', units: 300, activation: 'relu' },
    { type: 'dense', units: 100, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', mean: 0, sd: 0.05 }, bias: { type: 'zeros' } },
} as const;
