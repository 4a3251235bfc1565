/** Small networks of every kind that rules are held to loops on: ports, weights that are shared, views, fixed weights. */
export const graphsOfRules: Readonly<Record<string, unknown>> = {
  'a CNN': {
    inputs: { image: [6, 5, 1] },
    nodes: {
      c1: {
        type: 'conv2d',
        filters: 2,
        kernel: [3, 2],
        padding: [0, 1],
        activation: 'tanh',
        from: ['image'],
      },
      largest: { type: 'maxPool2d', kernel: 2, from: ['c1'] },
      c2: {
        type: 'conv2d',
        filters: 2,
        kernel: [1, 2],
        stride: 1,
        groups: 2,
        activation: 'sigmoid',
        from: ['largest'],
      },
      means: { type: 'meanPool2d', kernel: [2, 2], stride: [1, 1], from: ['c2'] },
      h: { type: 'dense', units: 3, activation: 'tanh', from: ['means'] },
      out: { type: 'dense', units: 2, from: ['h', 'largest'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  'an LSTM': {
    inputs: { u: [2, 2] },
    nodes: {
      cell: { builder: 'lstm', units: 2, steps: 2, from: ['u'] },
      out: { type: 'dense', units: 2, from: ['cell'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  'a GRU': {
    inputs: { u: [2, 2] },
    nodes: {
      cell: { builder: 'gru', units: 2, steps: 2, from: ['u'] },
      out: { type: 'dense', units: 2, from: ['cell'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  attention: {
    inputs: { tokens: [3, 4] },
    nodes: {
      seen: { builder: 'attention', width: 4, heads: 2, causal: true, from: ['tokens'] },
      out: { type: 'linear', units: 2, from: ['seen'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  'a residual net with layer norm': {
    inputs: { x: [2, 4] },
    nodes: {
      h: { type: 'linear', units: 4, activation: 'tanh', from: ['x'] },
      r: { type: 'linear', units: 4, activation: 'tanh', from: ['h'] },
      s: { type: 'add', from: ['h', 'r'] },
      norm: { builder: 'layerNorm', epsilon: 0.1, from: ['s'] },
      out: { type: 'dense', units: 2, from: ['norm', 'h'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  'projections with weights of their own': {
    inputs: { image: [3, 3, 1], flat: [2] },
    nodes: {
      c: { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh', from: ['image'] },
      n: {
        type: 'neurons',
        shape: [2, 2, 2],
        activation: 'sigmoid',
        projections: [
          {
            from: 'c',
            pattern: {
              type: 'conv2d',
              filters: 2,
              kernel: [2, 1],
              padding: [
                [1, 0],
                [0, 0],
              ],
            },
            name: 'near',
          },
          { from: 'flat', pattern: 'dense', name: 'all' },
          { from: 'c', pattern: 'scale' },
          { from: 'c', pattern: 'oneToOne', weights: { fixed: 0.5 } },
        ],
      },
      m: {
        type: 'neurons',
        shape: [2, 2, 2],
        activation: 'tanh',
        integration: 'product',
        projections: [
          { from: 'n', pattern: 'dense', name: 'own' },
          { from: 'flat', pattern: 'dense', share: 'n:all', port: 'gate', name: 'gate' },
        ],
      },
      out: { type: 'dense', units: 2, from: ['m', 'n'] },
    },
    outputs: { out: { loss: 'mse' } },
  },
  'a residual net': {
    inputs: { x: [4] },
    nodes: {
      h: { type: 'dense', units: 3, activation: 'sigmoid', from: ['x'] },
      r1: { type: 'dense', units: 3, activation: 'tanh', from: ['h'] },
      s1: { type: 'add', from: ['h', 'r1'] },
      r2: { type: 'dense', units: 3, activation: 'softplus', from: ['s1'] },
      s2: { type: 'add', factors: [1, -0.5], from: ['s1', 'r2'] },
      out: { type: 'dense', units: 2, from: ['s2'] },
    },
    outputs: { out: { loss: 'mse' }, s1: { loss: 'mse' } },
  },
};
