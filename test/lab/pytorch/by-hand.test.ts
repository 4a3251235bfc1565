import { describe, expect, it } from 'vitest';
import { fromPyTorch, toPyTorch } from '../../../src/lab/pytorch/index.js';
import { type Parameters, parameterShapes } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';

type Rows = Readonly<Record<string, readonly number[]>>;

/** A network's parameters: those that are given, and the rest 0. */
function parametersFor(description: unknown, given: Rows): Parameters {
  const shapes = parameterShapes(parseNetwork(description));
  return Object.fromEntries(
    Object.entries(shapes).map(([name, { shape }]) => {
      const zeros = Array(shape.reduce((size, n) => size * n, 1)).fill(0);
      return [name, { shape, data: Float64Array.from(given[name] ?? zeros) }];
    }),
  );
}

const counted = (length: number, first = 0) => Array.from({ length }, (_, k) => first + k);

/** What is wanted there, by shape and numbers; and the same comes back. */
function expectThere(
  description: unknown,
  given: Rows,
  wanted: Readonly<Record<string, [number[], number[]]>>,
) {
  const network = parseNetwork(description);
  const ours = parametersFor(description, given);
  const { values } = toPyTorch(network, ours);
  for (const [name, [shape, numbers]] of Object.entries(wanted)) {
    expect([name, values[name].shape, [...values[name].data]]).toEqual([name, shape, numbers]);
  }
  expect(fromPyTorch(network, values).values).toEqual(ours);
  return values;
}

const outOf = (from: string) => ({ out: { type: 'dense', units: 1, from: [from] } });
const outputs = { out: { loss: 'mse' } };

describe('convolution', () => {
  // Here place (y, x) of channel c of filter f stands at ((f 1 + y) 2 + x) 3 + c; there at ((f 3 + c) 1 + y) 2 + x.
  it('has channels first in each filter', () => {
    const description = {
      inputs: { image: [1, 2, 3] },
      nodes: { c: { type: 'conv2d', filters: 2, kernel: [1, 2], from: ['image'] }, ...outOf('c') },
      outputs,
    };
    const weight = [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112];
    expectThere(
      description,
      { 'c.weight': weight, 'c.bias': [7, 8] },
      {
        'c.weight': [
          [2, 3, 1, 2],
          [0, 10, 1, 11, 2, 12, 100, 110, 101, 111, 102, 112],
        ],
        'c.bias': [[2], [7, 8]],
      },
    );
  });

  it('has the channels of its group only', () => {
    const description = {
      inputs: { image: [2, 1, 4] },
      nodes: {
        c: { type: 'conv2d', filters: 2, kernel: [2, 1], groups: 2, bias: false, from: ['image'] },
        ...outOf('c'),
      },
      outputs,
    };
    expectThere(
      description,
      { 'c.weight': [0, 1, 10, 11, 100, 101, 110, 111] },
      {
        'c.weight': [
          [2, 2, 2, 1],
          [0, 10, 1, 11, 100, 110, 101, 111],
        ],
      },
    );
  });
});

describe('a dense node', () => {
  it('behind an image has its columns channels first, each parent by itself', () => {
    const description = {
      inputs: { flat: [2], image: [2, 2, 2], sequence: [2, 1] },
      nodes: { out: { type: 'dense', units: 2, from: ['flat', 'image', 'sequence'] } },
      outputs,
    };
    // Of the image: tens are height, ones width, hundreds the channel.
    const row = [1, 2, 0, 100, 1, 101, 10, 110, 11, 111, 3, 4];
    const there = [1, 2, 0, 1, 10, 11, 100, 101, 110, 111, 3, 4];
    expectThere(
      description,
      { 'out.weight': [...row, ...row.map((n) => n + 1000)], 'out.bias': [5, 6] },
      {
        'out.weight': [
          [2, 12],
          [...there, ...there.map((n) => n + 1000)],
        ],
        'out.bias': [[2], [5, 6]],
      },
    );
  });

  it.each([
    ['flatten', { type: 'flatten' }],
    ['reshape', { type: 'reshape', shape: [-1] }],
  ])('sees an image through a view that flattens it: %s', (_, view) => {
    const description = {
      inputs: { image: [1, 2, 2] },
      nodes: { view: { ...view, from: ['image'] }, ...outOf('view') },
      outputs,
    };
    expectThere(
      description,
      { 'out.weight': [0, 100, 1, 101] },
      {
        'out.weight': [
          [1, 4],
          [0, 1, 100, 101],
        ],
      },
    );
  });

  it('behind any other view of an image is left as it is, and that is said', () => {
    const description = {
      inputs: { image: [1, 2, 2] },
      nodes: {
        turned: { type: 'transpose', axes: [0, 2, 1], from: ['image'] },
        view: { type: 'flatten', from: ['turned'] },
        ...outOf('view'),
      },
      outputs,
    };
    const network = parseNetwork(description);
    const { values, notes } = toPyTorch(network, parametersFor(description, { 'out.weight': [1, 2, 3, 4] }));
    expect([...values['out.weight'].data]).toEqual([1, 2, 3, 4]);
    expect(notes).toEqual([
      'out.weight: columns of view, a view with an image in it, are left in their order',
    ]);
  });
});

const sequence = { inputs: { x: [2, 3] }, outputs };

describe('what builders make', () => {
  it('attention is one matrix of queries, keys and values, and an output', () => {
    const description = {
      ...sequence,
      inputs: { x: [3, 2] },
      nodes: { a: { builder: 'attention', width: 2, from: ['x'] }, ...outOf('a') },
    };
    const given = {
      'a.query.weight': [1, 2, 3, 4],
      'a.key.weight': [5, 6, 7, 8],
      'a.value.weight': [9, 10, 11, 12],
      'a.query.bias': [20, 21],
      'a.key.bias': [22, 23],
      'a.value.bias': [24, 25],
      'a.weight': [13, 14, 15, 16],
      'a.bias': [26, 27],
    };
    const there = expectThere(description, given, {
      'a.in_proj_weight': [[6, 2], counted(12, 1)],
      'a.in_proj_bias': [[6], counted(6, 20)],
      'a.out_proj.weight': [[2, 2], counted(4, 13)],
      'a.out_proj.bias': [[2], [26, 27]],
    });
    const own = ['a.in_proj_bias', 'a.in_proj_weight', 'a.out_proj.bias', 'a.out_proj.weight'];
    expect(Object.keys(there).sort()).toEqual([...own, 'out.bias', 'out.weight']);
  });

  const lstm = (steps: number) => ({
    inputs: { x: [steps, 3] },
    nodes: { r: { builder: 'lstm', units: 1, steps, from: ['x'] }, ...outOf('r') },
    outputs,
  });

  it('an LSTM has one bias, which is the first of two there', () => {
    const given = {
      'r.ih.0.weight': counted(12),
      'r.ih.0.bias': counted(4, 20),
      'r.hh.1.weight': counted(4, 30),
    };
    expectThere(lstm(2), given, {
      'r.weight_ih_l0': [[4, 3], counted(12)],
      'r.weight_hh_l0': [[4, 1], counted(4, 30)],
      'r.bias_ih_l0': [[4], counted(4, 20)],
      'r.bias_hh_l0': [[4], [0, 0, 0, 0]],
    });
  });

  it('an LSTM comes back with the sum of both', () => {
    const network = parseNetwork(lstm(2));
    const { values } = toPyTorch(network, parametersFor(lstm(2), { 'r.ih.0.bias': [1, 2, 3, 4] }));
    const second = { ...values, 'r.bias_hh_l0': { shape: [4], data: Float64Array.of(10, 20, 30, 40) } };
    expect([...fromPyTorch(network, second).values['r.ih.0.bias'].data]).toEqual([11, 22, 33, 44]);
  });

  it('an LSTM of one step has nothing before it, and zeros there', () => {
    const there = expectThere(
      lstm(1),
      {},
      {
        'r.weight_hh_l0': [
          [4, 1],
          [0, 0, 0, 0],
        ],
      },
    );
    const { notes } = toPyTorch(parseNetwork(lstm(1)), parametersFor(lstm(1), {}));
    expect([Object.keys(there).length, notes.length]).toEqual([6, 1]);
    expect(notes[0]).toContain('r.weight_hh_l0: 0 in');
  });

  it('a GRU has a bias on each side', () => {
    const description = {
      ...sequence,
      nodes: { r: { builder: 'gru', units: 1, steps: 2, from: ['x'] }, ...outOf('r') },
    };
    const given = {
      'r.ih.0.weight': counted(9),
      'r.hh.0.weight': counted(3, 10),
      'r.ih.0.bias': counted(3, 20),
      'r.hh.0.bias': counted(3, 30),
    };
    expectThere(description, given, {
      'r.weight_ih_l0': [[3, 3], counted(9)],
      'r.weight_hh_l0': [[3, 1], counted(3, 10)],
      'r.bias_ih_l0': [[3], counted(3, 20)],
      'r.bias_hh_l0': [[3], counted(3, 30)],
    });
  });

  it('are known again in what was parsed before, and inside of others', () => {
    const nodes = { t: { builder: 'transformerBlock', width: 2, from: ['x'] }, ...outOf('t') };
    const once = parseNetwork({ inputs: { x: [3, 2] }, nodes, outputs });
    const twice = parseNetwork(JSON.parse(JSON.stringify(once)));
    expect(twice).toEqual(once);
    const names = (network: typeof once) =>
      Object.keys(toPyTorch(network, parametersFor(network, {})).values);
    expect(names(twice)).toEqual(names(once));
    expect(names(twice)).toEqual(
      expect.arrayContaining([
        't.attention.in_proj_weight',
        't.norm1.weight',
        't.hidden.weight',
        't.out.bias',
      ]),
    );
    expect(names(twice)).toHaveLength(14);
  });
});
