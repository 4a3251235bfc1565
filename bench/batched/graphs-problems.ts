import { type Network, parseNetwork } from '../../src/index.js';

const mse = { out: { loss: 'mse' } };
const tanh = { activation: 'tanh' };

/** The paper's convolutional network, where the pool relaxes. */
const poolRelaxes = (first: object) => ({
  input: [32, 32, 3],
  layers: [
    { type: 'conv2d', filters: 6, kernel: 5, bias: false, ...tanh, ...first },
    { type: 'maxPool2d', kernel: 2, relaxes: true },
    { type: 'conv2d', filters: 16, kernel: 5, bias: false, ...tanh },
    { type: 'dense', units: 120, ...tanh },
    { type: 'dense', units: 120, ...tanh },
    { type: 'dense', units: 10 },
  ],
  init: { weight: { type: 'normal', sd: 0.05 } },
});

/** Networks that are more than chains of dense layers, by the names of their figures, and how much slower ar may be. */
export const graphs = {
  cnn: {
    target: 1.15,
    what: "the paper's convolutional network, pools pass on",
    description: { builder: 'cnn' },
  },
  cnn_pools_relax: {
    target: 1.3,
    what: 'the same, pools relax',
    description: poolRelaxes({}),
  },
  lstm: {
    target: 3,
    what: 'an LSTM of 64 units, 8 steps',
    description: {
      inputs: { rows: [8, 2] },
      nodes: {
        cell: { builder: 'lstm', units: 64, steps: 8, from: ['rows'] },
        out: { type: 'dense', units: 1, from: ['cell'] },
      },
      outputs: mse,
    },
  },
  transformer: {
    target: 3,
    what: 'a transformer block, 16 tokens of 32',
    description: {
      inputs: { tokens: [16, 32] },
      nodes: {
        embedded: { type: 'linear', units: 32, from: ['tokens'] },
        block: { builder: 'transformerBlock', width: 32, heads: 4, causal: true, from: ['embedded'] },
        out: { type: 'linear', units: 32, from: ['block'] },
      },
      outputs: mse,
    },
  },
} as const;

export type GraphName = keyof typeof graphs;

export const graphNetwork = (name: GraphName): Network => parseNetwork(graphs[name].description);

/** What relaxes in the paper's code: what comes into layers with weights, so the pool, and not what it chooses from. */
export const paperCodeNetwork = (): Network => parseNetwork(poolRelaxes({ relaxes: false }));
