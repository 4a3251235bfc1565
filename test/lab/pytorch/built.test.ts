import { describe, expect, it } from 'vitest';
import { fromPyTorch, toPyTorch } from '../../../src/lab/pytorch/index.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { counted, expectThere, outOf, outputs, parametersFor } from './there.js';

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
