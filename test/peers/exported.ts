const outputs = { out: { loss: 'mse' } };
const init = { weight: { type: 'normal', sd: 0.5 }, bias: { type: 'normal', sd: 0.5 } };
const end = (...from: string[]) => ({ out: { type: 'dense', units: 2, from } });
const graph = (inputs: object, nodes: object, more: object = {}) => ({
  inputs,
  nodes,
  outputs,
  init,
  ...more,
});
const on = (x: number[], node: object) => graph({ x }, { n: { ...node, from: ['x'] }, ...end('n') });

/** Networks that have a program in PyTorch, by what is special about them. */
export const exported: Readonly<Record<string, object>> = {
  'a chain of layers': {
    input: [5, 4],
    layers: ['relu', 'tanh', 'sigmoid', 'softplus', 'gelu', 'silu', 'linear'].map((activation) => ({
      ...{ type: 'dense', units: 6, activation },
    })),
    init,
  },
  cnn: { builder: 'cnn', init: { weight: { type: 'normal', sd: 0.2 } } },
  'cnn with mean pools': { builder: 'cnn', pool: 'mean', init: { weight: { type: 'normal', sd: 0.2 } } },
  residual: { builder: 'residualMlp', input: [6], width: 5, blocks: 3, outputs: 2, init },
  'convolutions of all kinds': graph(
    { image: [7, 6, 4], flat: [3] },
    {
      c: {
        ...{ type: 'conv2d', filters: 6, kernel: [3, 2], stride: [2, 1], padding: 1, groups: 2 },
        ...{ activation: 'tanh', from: ['image'] },
      },
      odd: {
        ...{ type: 'conv2d', filters: 2, kernel: 2, dilation: 2, bias: false, from: ['image'] },
        padding: [
          [1, 0],
          [0, 2],
        ],
      },
      pooled: { type: 'maxPool2d', kernel: 3, stride: 2, from: ['odd'] },
      means: { type: 'meanPool2d', kernel: [2, 3], stride: [1, 2], from: ['odd'] },
      padded: { type: 'maxPool2d', kernel: [3, 2], stride: 2, padding: 1, from: ['odd'] },
      counted: { type: 'meanPool2d', kernel: 3, stride: [1, 2], padding: [1, 0], from: ['odd'] },
      within: { type: 'meanPool2d', kernel: [2, 3], padding: 1, countIncludePad: false, from: ['odd'] },
      ...end('flat', 'c', 'image', 'pooled', 'means', 'padded', 'counted', 'within'),
    },
  ),
  'grey images of two axes': graph(
    { image: [6, 5] },
    {
      c: { type: 'conv2d', filters: 2, kernel: 2, from: ['image'] },
      p: { type: 'maxPool2d', kernel: 2, from: ['image'] },
      ...end('c', 'p'),
    },
  ),
  lstm: on([4, 3], { builder: 'lstm', units: 5, steps: 4 }),
  'lstm of fewer steps than there are': on([6, 3], { builder: 'lstm', units: 2, steps: 4 }),
  'lstm of images': on([4, 3, 2], { builder: 'lstm', units: 2, steps: 4 }),
  gru: on([4, 3], { builder: 'gru', units: 5, steps: 4 }),
  'gru of one step': on([1, 3], { builder: 'gru', units: 5, steps: 1 }),
  'layer norm': on([4, 6], { builder: 'layerNorm', epsilon: 1e-3 }),
  attention: on([5, 6], { builder: 'attention', width: 6, heads: 3 }),
  'causal attention': on([5, 6], { builder: 'attention', width: 6, heads: 3, causal: true }),
  'transformer block': on([5, 4], { builder: 'transformerBlock', width: 4, heads: 2, causal: true }),
  softmax: on([5, 4], { builder: 'softmax' }),
  'every elementary node': graph(
    { x: [3, 4], y: [1, 4] },
    {
      added: { type: 'add', factors: [0.5, -2], offset: 0.25, from: ['x', 'y'] },
      product: { type: 'multiply', from: ['x', 'y', 'added'] },
      summed: { type: 'sum', axes: [0], from: ['added'] },
      meant: { type: 'mean', axes: [-1], activation: 'square', from: ['added'] },
      largest: { type: 'max', axes: [0, 1], activation: 'abs', from: ['product'] },
      scaled: { type: 'scale', axes: 2, from: ['added'] },
      gained: { type: 'scale', bias: false, from: ['added'] },
      along: { type: 'linear', units: 3, activation: 'exp', from: ['x'] },
      earlier: { type: 'causal', from: ['along'] },
      above: { type: 'add', offset: 1, activation: 'rsqrt', from: ['meant'] },
      inverse: { type: 'add', offset: 2, activation: 'reciprocal', from: ['meant'] },
      ...end('summed', 'largest', 'scaled', 'gained', 'earlier', 'above', 'inverse'),
    },
  ),
  'views of all kinds': graph(
    { x: [3, 4], image: [2, 3, 4] },
    {
      c: { type: 'conv2d', filters: 3, kernel: 1, from: ['image'] },
      a: { type: 'linear', units: 2, from: ['turned'] },
      b: { type: 'dense', units: 3, from: ['both', 'part', 'more'] },
      ...end('a', 'b', 'flat', 'row', 'sides'),
    },
    {
      views: {
        turned: { type: 'transpose', axes: [1, 0], from: ['x'] },
        both: { type: 'concat', axis: 0, from: ['x', 'x'] },
        part: { type: 'slice', axis: 0, begin: 1, end: 3, from: ['x'] },
        more: { type: 'unsqueeze', axis: 1, from: ['x'] },
        flat: { type: 'flatten', from: ['c'] },
        row: { type: 'reshape', shape: [-1], from: ['image'] },
        sides: { type: 'transpose', axes: [2, 0, 1], from: ['c'] },
      },
    },
  ),
  'sparse and local nodes': graph(
    { image: [6, 5, 2], flat: [4] },
    {
      l: {
        type: 'local2d',
        filters: 3,
        kernel: [2, 3],
        stride: [2, 1],
        padding: 1,
        activation: 'tanh',
        from: ['image'],
      },
      again: { type: 'local2d', filters: 1, kernel: 2, dilation: 2, bias: false, from: ['image'] },
      shared: {
        type: 'local2d',
        filters: 1,
        kernel: 2,
        dilation: 2,
        bias: false,
        share: 'again',
        from: ['image'],
      },
      s: { type: 'sparse', units: 5, inDegree: 3, seed: 4, activation: 'relu', from: ['l'] },
      pairs: {
        ...{ type: 'sparse', units: 3, bias: false, from: ['flat'] },
        pairs: [
          [3, 0],
          [1, 2],
          [0, 0],
        ],
      },
      ...end('s', 'pairs', 'again', 'shared'),
    },
  ),
  'projections of all patterns': graph(
    { image: [4, 4, 2], flat: [3], square: [4, 4] },
    {
      c: { type: 'conv2d', filters: 2, kernel: 1, activation: 'tanh', from: ['image'] },
      n: {
        type: 'neurons',
        shape: [4, 4, 2],
        activation: 'tanh',
        projections: [
          {
            from: 'c',
            pattern: { type: 'conv2d', filters: 2, kernel: 3, padding: 1, groups: 2 },
            name: 'near',
          },
          { from: 'flat', pattern: 'dense' },
          { from: 'c', pattern: { type: 'local2d', filters: 2, kernel: 1 } },
          { from: 'image', pattern: { type: 'scale', axes: 1 }, name: 'gain' },
          { from: 'flat', pattern: { type: 'sparse', probability: 0.5, seed: 2 } },
          { from: 'image', pattern: 'oneToOne', weights: { fixed: -0.5 } },
          { from: 'flat', pattern: 'dense', weights: { fixed: 0.25 } },
          { from: 'c', pattern: { type: 'linear', units: 2 } },
          { from: 'c', pattern: 'dense', name: 'far' },
          { from: 'image', pattern: 'dense', share: 'n:far' },
          { from: 'image', pattern: { type: 'meanPool2d', kernel: 3, stride: 1, padding: 1 } },
        ],
      },
      m: {
        type: 'neurons',
        units: 4,
        integration: 'product',
        bias: false,
        projections: [
          { from: 'flat', pattern: 'dense' },
          { from: 'square', pattern: { type: 'mean', axes: [0] } },
          { from: 'n', pattern: 'dense', name: 'own' },
        ],
      },
      k: {
        type: 'neurons',
        units: 16,
        integration: 'max',
        projections: [
          { from: 'square', pattern: 'oneToOne' },
          { from: 'flat', pattern: 'dense', port: 'a' },
          { from: 'n', pattern: { type: 'conv2d', filters: 1, kernel: 1 }, port: 'a' },
        ],
      },
      q: {
        type: 'neurons',
        bias: false,
        projections: [
          { from: 'square', pattern: 'causal' },
          { from: 'square', pattern: 'scale', name: 'gain' },
        ],
      },
      ...end('n', 'm', 'k', 'q'),
    },
  ),
  'shared weights, two outputs, odd names': {
    inputs: { 'x.in': [4], y: [4] },
    nodes: {
      forward: { type: 'dense', units: 4, activation: 'tanh', from: ['x.in'] },
      'forward.again': { type: 'dense', units: 4, share: 'forward', from: ['y'] },
      half: { type: 'dense', units: 3, from: ['forward', 'forward.again'] },
      train: { type: 'dense', units: 2, from: ['half'] },
    },
    outputs: { train: { loss: 'mse' }, half: { loss: 'mse' } },
    init,
  },
};
