import { describe, expect, it } from 'vitest';
import { programOf } from '../../../src/lab/pytorch/source/program.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { tanh } from '../../../src/neurons/activations/tanh.js';
import { addActivation } from '../../../src/neurons/activations.js';

const outputs = { out: { loss: 'mse' } };
const end = (...from: string[]) => ({ out: { type: 'dense', units: 2, from } });
const graph = (inputs: object, nodes: object, more: object = {}) =>
  parseNetwork({ inputs, nodes: { ...nodes, ...end(...Object.keys(nodes)) }, outputs, ...more });
const lstm = { builder: 'lstm', units: 2, steps: 2, from: ['x'] };

describe('a network as a program of PyTorch', () => {
  it('has a module for each node with weights, and a line for each between them', () => {
    const program = programOf(parseNetwork({ builder: 'cnn' }));
    for (const line of [
      'place(self, "layers.0", nn.Conv2d(3, 6, (5, 5), stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=False))',
      'place(self, "layers.3", nn.Linear(1600, 120, bias=True))',
      'a["layers.1"] = last(F.max_pool2d(first(a["layers.0"]), (2, 2), (2, 2)))',
      'a["layers.3"] = torch.tanh(of(self, "layers.3")(first(a["layers.2"]).flatten(1)))',
      'return a["layers.5"]',
    ])
      expect(program).toContain(`        ${line}\n`);
  });

  it('has one module for all that a builder made', () => {
    const program = programOf(graph({ x: [2, 3] }, { r: lstm, n: { builder: 'layerNorm', from: ['x'] } }));
    expect(program).toContain('place(self, "r", nn.LSTM(3, 2, batch_first=True))');
    expect(program).toContain('place(self, "n", nn.LayerNorm(3, eps=0.00001))');
    expect(program).not.toContain('r.sum');
  });

  it('a layer norm that is not as it was built, or looked into, is written node by node', () => {
    const norm = graph({ x: [2, 3] }, { n: { builder: 'layerNorm', from: ['x'] } });
    const variance = { ...norm.nodes['n.variance'], activation: 'tanh' as const };
    const program = programOf({ ...norm, nodes: { ...norm.nodes, 'n.variance': variance } });
    expect(program).toContain('a["n.variance"] = torch.tanh(a["n.squared"].mean((2,), keepdim=True))');
    expect(program).toContain('place(self, "n", Scale(3, True))');
    const seen = { n: { builder: 'layerNorm', from: ['x'] }, more: { type: 'add', from: ['n.mean'] } };
    expect(programOf(graph({ x: [2, 3] }, seen))).toContain('a["more"] = a["n.mean"]');
  });

  const recurrent = graph({ x: [2, 3] }, { r: lstm });
  const gate = { ...recurrent.nodes['r.i.0'], activation: 'tanh' as const };
  const shared = {
    c: { type: 'conv2d', filters: 2, kernel: 1, from: ['image'] },
    a: { type: 'dense', units: 2, from: ['c'] },
    b: { type: 'dense', units: 2, share: 'a', from: ['flat'] },
  };
  it.each([
    [
      'a projection with the weights of a convolution',
      graph(
        { image: [2, 2, 1] },
        {
          c: { type: 'conv2d', filters: 1, kernel: 1, from: ['image'] },
          n: {
            type: 'neurons',
            projections: [{ from: 'c', pattern: { type: 'conv2d', filters: 1, kernel: 1 }, share: 'c' }],
          },
        },
      ),
      'nodes.n: got the weights of c, which are in another order in PyTorch',
    ],
    [
      'an LSTM that is looked into',
      graph({ x: [2, 3] }, { r: lstm, more: { type: 'add', from: ['r.h.0'] } }),
      'nodes.r: got lstm of which',
    ],
    [
      'an LSTM that was changed',
      { ...recurrent, nodes: { ...recurrent.nodes, 'r.i.0': gate } },
      'nodes.r: got lstm of which',
    ],
    [
      'shared weights of columns in two orders',
      graph({ image: [2, 2, 1], flat: [8] }, shared),
      'nodes.b: got the weights of a',
    ],
  ])('refuses %s, naming the node and what to do', (_, network, says) => {
    expect(() => programOf(network)).toThrow(says);
    expect(() => programOf(network)).toThrow(/Try /);
  });

  it('refuses an activation function that PyTorch does not have', () => {
    const remove = addActivation('bent', tanh);
    try {
      const network = graph({ x: [4] }, { h: { type: 'dense', units: 3, activation: 'bent', from: ['x'] } });
      expect(() => programOf(network)).toThrow('nodes.h.activation: got bent');
    } finally {
      remove();
    }
  });
});
