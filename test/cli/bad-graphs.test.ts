import { join } from 'node:path';
import { describe, it } from 'vitest';
import { expectRefusal } from './refusal.js';
import { jsonFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();

type Nodes = Readonly<Record<string, { readonly [key: string]: unknown }>>;

const good = {
  inputs: { image: [8, 8, 2] },
  nodes: {
    c1: { type: 'conv2d', filters: 4, kernel: 3, activation: 'relu', from: ['image'] },
    p1: { type: 'maxPool2d', kernel: 2, from: ['c1'] },
    out: { type: 'dense', units: 3, from: ['p1'] },
  } as Nodes,
  outputs: { out: { loss: 'mse' } },
};

/** A good network, one of whose nodes is another way. */
const change = (name: string, changes: object, more: Nodes = {}) => ({
  ...good,
  nodes: { ...good.nodes, ...more, [name]: { ...good.nodes[name], ...changes } },
});

/** A good network with one more node, which the output takes. */
const withNode = (name: string, node: Nodes[string]) => ({
  ...good,
  nodes: { ...good.nodes, [name]: node, out: { ...good.nodes.out, from: ['p1', name] } },
});

/** The same with projections of its own. */
const projected = (projections: readonly object[], more: object = {}) =>
  withNode('n', { type: 'neurons', units: 6, projections, ...more });

const networks: [what: string, network: object, says: string[]][] = [
  [
    'a kernel larger than the image',
    change('c1', { kernel: 11 }),
    [
      'net.json.nodes.c1.kernel: got a kernel that covers 11',
      'at most 8, the height of its parent and the p',
    ],
  ],
  [
    'no filters',
    change('c1', { filters: 0 }),
    ['net.json.nodes.c1.filters: got 0', 'a whole number of at least 1'],
  ],
  [
    'a stride of 0',
    change('c1', { stride: 0 }),
    ['net.json.nodes.c1.stride: got 0', 'a whole number of at least 1'],
  ],
  [
    'padding below 0',
    change('c1', { padding: -1 }),
    ['net.json.nodes.c1.padding: got -1', 'a whole number of at least 0'],
  ],
  [
    'dilation by a fraction',
    change('c1', { dilation: 1.5 }),
    ['net.json.nodes.c1.dilation: got 1.5', 'one number, or [height, width]'],
  ],
  [
    'groups that do not divide the channels',
    change('c1', { groups: 3 }),
    ['net.json.nodes.c1.groups: got 3 groups of 2 channels', 'a divisor of 2'],
  ],
  [
    'groups that do not divide the filters',
    change('c1', { groups: 2, filters: 3 }),
    ['net.json.nodes.c1.groups: got 2 groups of 3 filters', 'a divisor of 3'],
  ],
  [
    'a kernel of three sizes',
    change('c1', { kernel: [3, 3, 3] }),
    ['net.json.nodes.c1.kernel: got [3,3,3]', 'one number, or [height, width]'],
  ],
  [
    'a convolution of what is no image',
    withNode('c2', { type: 'conv2d', filters: 2, kernel: 2, from: ['out'] }),
    ['net.json.nodes: got a cycle: out -> c2 -> out', 'a feed-forward graph'],
  ],
  [
    'a convolution of two parents',
    change('c1', { from: ['image', 'image'] }),
    ['net.json.nodes.c1.from: got 2 parents', 'one'],
  ],
  [
    'a pool of what is no image',
    withNode('p2', { type: 'meanPool2d', kernel: 2, from: ['flat'] }),
    ['net.json.nodes.p2.from: got "flat"', 'one of image, c1, p1, out, p2'],
  ],
  [
    'a pool larger than the image',
    change('p1', { kernel: 9 }),
    ['net.json.nodes.p1.kernel: got [9, 9]', 'at most [6, 6], as its parent'],
  ],
  [
    'a pool whose stride is 0',
    change('p1', { stride: 0 }),
    ['net.json.nodes.p1.stride: got 0', 'a whole number of at least 1'],
  ],
  [
    'an unknown key of a pool',
    change('p1', { dilation: 2 }),
    [
      'net.json.nodes.p1: got unknown key "dilation"',
      'only type, kernel, stride, padding, activation, from, ',
    ],
  ],
  [
    'padding of a pool in which a window could have no unit',
    change('p1', { padding: [0, 2] }),
    ['net.json.nodes.p1.padding: got [0, 2]', 'at most half of the kernel [2, 2]'],
  ],
  [
    'a local convolution with shared weights',
    withNode('l', { type: 'local2d', filters: 2, kernel: 3, from: ['image'], share: 'c1' }),
    [
      'net.json.nodes.l.share: got c1 of type conv2d with parameters weight [4, 18], ',
      'type local2d with weight [1296], bias [72]',
    ],
  ],
  [
    'a type that there is not',
    change('c1', { type: 'conv3d' }),
    ['net.json.nodes.c1.type: got "conv3d"', 'one of dense, linear, sparse, conv2d, local2d'],
  ],
  [
    'a parent that there is not',
    change('p1', { from: ['c2'] }),
    ['net.json.nodes.p1.from: got "c2"', 'one of image, c1, p1, out'],
  ],
  ['no parents', change('p1', { from: [] }), ['net.json.nodes.p1.from: got []', 'at least one parent']],
  [
    'an integration that there is not',
    projected([{ from: 'p1', pattern: 'dense' }], { integration: 'mean' }),
    ['net.json.nodes.n.integration: got "mean"', 'one of sum, product, max'],
  ],
  [
    'sizes that do not add',
    withNode('a', { type: 'add', from: ['c1', 'p1'] }),
    ['net.json.nodes.a.from[1]: got p1 of shape [3, 3, 4]', 'a shape that goes with [6, 6, 4]: as many axe'],
  ],
  [
    'factors that are too few',
    withNode('a', { type: 'add', from: ['c1', 'c1'], factors: [1] }),
    ['net.json.nodes.a.factors: got 1 numbers', '2, one for each parent'],
  ],
  [
    'sizes that do not multiply',
    withNode('m', { type: 'multiply', from: ['c1', 'p1'] }),
    ['net.json.nodes.m.from[1]: got p1 of shape [3, 3, 4]', 'a shape that goes with [6, 6, 4]: as many axe'],
  ],
  [
    'an axis that there is not',
    withNode('s', { type: 'sum', axes: [3], from: ['c1'] }),
    ['net.json.nodes.s.axes: got 3', 'axes from -3 to 2, as its parent of shape [6,'],
  ],
  [
    'no axes',
    withNode('s', { type: 'max', axes: [], from: ['c1'] }),
    ['net.json.nodes.s.axes: got []', 'at least one axis'],
  ],
  [
    'a probability above 1',
    withNode('s', { type: 'sparse', units: 4, probability: 1.5, from: ['p1'] }),
    ['net.json.nodes.s.probability: got 1.5', 'a number above 0, at most 1'],
  ],
  [
    'two rules of connection',
    withNode('s', { type: 'sparse', units: 4, probability: 0.5, inDegree: 2, from: ['p1'] }),
    ['net.json.nodes.s: got probability and inDegree', 'one of probability, inDegree, outDegree, pair'],
  ],
  [
    'no rule of connection',
    withNode('s', { type: 'sparse', units: 4, from: ['p1'] }),
    [
      'net.json.nodes.s: got nothing that says who is connected',
      'one of probability, inDegree, outDegree, pair',
    ],
  ],
  [
    'an in-degree above the sources',
    withNode('s', { type: 'sparse', units: 4, inDegree: 1000, from: ['p1'] }),
    ['net.json.nodes.s.inDegree: got 1000', 'at most 36'],
  ],
  [
    'a pair out of range',
    withNode('s', { type: 'sparse', units: 4, pairs: [[0, 9]], from: ['p1'] }),
    ['net.json.nodes.s.pairs[0]: got [0, 9]', '[pre, post] below [36, 4]'],
  ],
  [
    'a pair twice',
    withNode('s', {
      type: 'sparse',
      units: 4,
      pairs: [
        [0, 1],
        [0, 1],
      ],
      from: ['p1'],
    }),
    ['net.json.nodes.s.pairs[1]: got [0, 1] again', 'each pair once'],
  ],
  [
    'a mask of another size',
    withNode('s', { type: 'sparse', units: 2, mask: [[1, 0]], from: ['p1'] }),
    ['net.json.nodes.s.mask: got 1 rows of 2', '2 rows of 36'],
  ],
  [
    'sharing with another size',
    withNode('d', { type: 'dense', units: 3, share: 'c1', from: ['p1'] }),
    [
      'net.json.nodes.d.share: got c1 of type conv2d with parameters weight [4, 18], ',
      'type dense with weight [3, 36], bias [3]',
    ],
  ],
  [
    'sharing with nobody',
    withNode('d', { type: 'dense', units: 3, share: 'zz', from: ['p1'] }),
    ['net.json.nodes.d.share: got "zz"', 'another node'],
  ],
  [
    'a scale along an axis that there is not',
    withNode('s', { type: 'scale', axes: 5, from: ['p1'] }),
    ['net.json.nodes.s.axes: got 5', 'at most 3, as its parent has'],
  ],
  [
    'a view to another size',
    withNode('v', { type: 'reshape', shape: [5, 5], from: ['p1'] }),
    ['net.json.nodes.v.shape: got [5, 5]', '36 units, as p1 has'],
  ],
  [
    'a slice beyond the end',
    withNode('v', { type: 'slice', axis: 0, from: ['p1'], start: 2, end: 9 }),
    ['net.json.nodes.v: got unknown key "start"', 'only type, axis, begin, end, from'],
  ],
  [
    'a transpose that is no order',
    withNode('v', { type: 'transpose', axes: [0, 0, 1], from: ['p1'] }),
    ['net.json.nodes.v.axes: got [0, 0, 1]', 'each of 0, 1, 2 once, the axes of p1'],
  ],
  [
    'parts that do not fit side by side',
    withNode('v', { type: 'concat', axis: 0, from: ['c1', 'p1'] }),
    ['net.json.nodes.v.from[1]: got p1 of shape [3, 3, 4]', '[6, 6, 4] but for axis 0'],
  ],
  [
    'an LSTM of no steps',
    withNode('r', { builder: 'lstm', units: 4, from: ['image'] }),
    ['net.json.nodes.r.steps: got nothing', 'a whole number of at least 1 (required)'],
  ],
  [
    'heads that do not divide the width',
    withNode('r', { builder: 'attention', width: 6, heads: 4, from: ['image'] }),
    ['net.json.nodes.r.heads: got 4', 'a divisor of the width'],
  ],
  [
    'a builder that there is not',
    withNode('r', { builder: 'ltsm', units: 4, from: ['image'] }),
    ['net.json.nodes.r.builder: got "ltsm"', 'one of layerNorm, softmax, attention, transfo'],
  ],
  [
    'a transformer block without heads',
    withNode('r', { builder: 'transformerBlock', width: 2, from: ['image'] }),
    [
      'net.json.nodes.r.attended.from[0]: got image of shape [8, 8, 2]',
      'a shape that goes with [64, 2]: as many axes,',
    ],
  ],
  [
    'a pattern that there is not',
    projected([{ from: 'p1', pattern: 'dence' }]),
    [
      'net.json.nodes.n.projections[0].pattern.type: got "dence"',
      'one of dense, linear, sparse, conv2d, local2d',
    ],
  ],
  [
    'a projection from nobody',
    projected([{ from: 'zz', pattern: 'dense' }]),
    ['net.json.nodes.n.from: got "zz"', 'one of image, c1, p1, out, n'],
  ],
  ['no projections', projected([]), ['net.json.nodes.n.projections: got []', 'at least one projection']],
  [
    'projections that end at other units',
    projected([
      { from: 'p1', pattern: 'dense' },
      { from: 'c1', pattern: 'oneToOne' },
    ]),
    [
      'net.json.nodes.n.projections[1].pattern: got a pattern that ends at 144 units, of shape [6, 6, ',
      '6, as the node has, of shape [6]',
    ],
  ],
  [
    'weights that there are not',
    projected([{ from: 'p1', pattern: 'dense', weights: 'borrowed' }]),
    [
      'net.json.nodes.n.projections[0].weights: got "borrowed"',
      '"own" with pattern dense, or {"fixed": NUMBER',
    ],
  ],
  [
    'shared weights of a pattern that has its own',
    projected([{ from: 'p1', pattern: 'dense', weights: 'shared' }]),
    [
      'net.json.nodes.n.projections[0].weights: got "shared"',
      '"own" with pattern dense, or {"fixed": NUMBER',
    ],
  ],
  [
    'a fixed weight that is no number',
    projected([{ from: 'p1', pattern: 'dense', weights: { fixed: 'one' } }]),
    ['net.json.nodes.n.projections[0].weights.fixed: got "one"', 'a finite number'],
  ],
  [
    'a pattern with ports',
    projected([{ from: 'c1', pattern: { type: 'maxPool2d', kernel: 2 } }]),
    [
      'net.json.nodes.n.projections[0].pattern.type: got "maxPool2d"',
      'one of dense, linear, sparse, conv2d, local2d',
    ],
  ],
  [
    'ports of some units only',
    projected(
      [
        { from: 'p1', pattern: 'dense', port: 'a' },
        { from: 'p1', pattern: { type: 'sparse', pairs: [[0, 0]] }, port: 'b' },
      ],
      { integration: 'product' },
    ),
    [
      'net.json.nodes.n.projections[1].pattern: got unit 1, at which no synapse ends',
      'a synapse at every unit where ports are multi',
    ],
  ],
  [
    'relaxing that is neither true nor false',
    change('p1', { relaxes: 'yes' }),
    ['net.json.nodes.p1.relaxes: got "yes"', 'true or false'],
  ],
  [
    'a node that nobody takes',
    { ...good, outputs: { p1: { loss: 'mse' } } },
    [
      'net.json.nodes.out: got nothing that takes its activity',
      'a node with it in "from" or an entry in outpu',
    ],
  ],
  [
    'a node under the name of an input',
    withNode('image', { type: 'dense', units: 3, from: ['p1'] }),
    ['net.json.nodes.image: got the name of an input', 'a name of its own'],
  ],
  [
    'a cycle of convolutions',
    change('c1', { from: ['c2'] }, { c2: { type: 'conv2d', filters: 2, kernel: 1, from: ['c1'] } }),
    ['net.json.nodes: got a cycle: c1 -> c2 -> c1', 'a feed-forward graph'],
  ],
  [
    'an input of four axes',
    { ...good, inputs: { image: [2, 8, 8, 2] } },
    [
      'net.json.nodes.c1.from: got a parent of shape [2, 8, 8, 2]',
      '[height, width, channels] or [height, width]',
    ],
  ],
];

/** Of variants: what they say of nodes that cannot have it. */
const options: [what: string, args: string[], says: string[]][] = [
  [
    'feedback of a type that the network has not',
    ['--feedback', 'conv3d=learned'],
    ['variant.feedback: got conv3d=learned', 'conv2d, maxPool2d, dense, c1, p1, out', 'Try "conv2d"'],
  ],
  [
    'feedback of a node that learns nothing',
    ['--feedback', 'p1=learned'],
    ['variant.feedback: got p1=learned', 'conv2d, dense, c1, out'],
  ],
  [
    'a derivative of a node that there is not',
    ['--derivative', 'zz=none'],
    ['variant.derivative: got zz=none', 'c1, p1, out'],
  ],
  [
    'a choice that there is not, of a node',
    ['--feedback', 'c1=transposed'],
    ['variant.feedback', 'transposed', 'transpose'],
  ],
  ['a rate of a node that there is not', ['--node-learning-rates', 'zz=0.1'], ['zz', 'c1']],
];

describe('graphs that are none are refused by node and key', () => {
  // Some in processes of their own, as a user has them.
  it.each(networks.map(([what, network, says], k) => [what, network, says, k % 5 === 0] as const))(
    '%s',
    async (what, network, says, alone) => {
      const file = jsonFile(folder, 'net.json', network);
      await expectRefusal({ what, args: ['info', file], says, alone });
    },
  );

  it.each(options)('%s', async (what, more, says) => {
    const file = jsonFile(folder, 'net.json', good);
    const args = ['train', file, '--data', 'digits', '--out', join(folder, 'out'), ...more];
    await expectRefusal({ what, args, says });
  });
});
