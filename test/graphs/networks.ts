/** Descriptions of networks with patterns beside all-to-all, small and with odd sizes. */
export const graphs: Readonly<Record<string, unknown>> = {
  'convolution, mean pool': {
    input: [7, 9, 2],
    layers: [
      { type: 'conv2d', filters: 3, kernel: 3, activation: 'tanh' },
      { type: 'meanPool2d', kernel: 2 },
      { type: 'dense', units: 4, activation: 'linear' },
    ],
    loss: 'mse',
  },
  'convolution, max pool, cross-entropy': {
    input: [8, 6],
    layers: [
      { type: 'conv2d', filters: 4, kernel: [3, 2], padding: 1, activation: 'softplus', bias: false },
      { type: 'maxPool2d', kernel: [2, 3] },
      {
        type: 'conv2d',
        filters: 5,
        kernel: 2,
        stride: 2,
        padding: [
          [1, 0],
          [2, 1],
        ],
        activation: 'tanh',
      },
      { type: 'dense', units: 3, activation: 'linear' },
    ],
    loss: 'cross-entropy',
  },
  'strides, dilation, groups': {
    input: [9, 11, 4],
    layers: [
      {
        type: 'conv2d',
        filters: 6,
        kernel: [3, 2],
        stride: [2, 3],
        padding: [1, 2],
        groups: 2,
        activation: 'tanh',
      },
      {
        type: 'conv2d',
        filters: 4,
        kernel: 2,
        dilation: [2, 1],
        padding: 1,
        groups: 2,
        activation: 'sigmoid',
      },
      { type: 'dense', units: 2, activation: 'linear' },
    ],
    loss: 'mse',
  },
  'max pool of what is left over, then relaxing outputs': {
    inputs: { image: [5, 7, 1] },
    nodes: {
      pooled: { type: 'maxPool2d', kernel: 2, activation: 'tanh', from: ['image'] },
      c: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['pooled'] },
      side: { type: 'dense', units: 3, activation: 'linear', from: ['c'] },
      out: { type: 'dense', units: 2, activation: 'linear', from: ['side', 'c', 'pooled'] },
    },
    outputs: { out: { loss: 'mse' }, side: { loss: 'mse' } },
  },
};
