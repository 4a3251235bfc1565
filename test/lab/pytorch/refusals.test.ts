import { describe, expect, it } from 'vitest';
import { fromPyTorch, toPyTorch } from '../../../src/lab/pytorch/index.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { refusal } from '../../network/refusals.js';

const network = parseNetwork({
  inputs: { image: [2, 2, 3] },
  nodes: {
    c: { type: 'conv2d', filters: 2, kernel: 2, activation: 'relu', from: ['image'] },
    s: { type: 'scale', from: ['c'] },
    out: { type: 'dense', units: 2, from: ['s'] },
  },
  outputs: { out: { loss: 'mse' } },
});
const ours = initialParameters(network, 1);
const there = toPyTorch(network, ours).values;

describe('tensors that are not the network', () => {
  it('are named, all of them, in one line', () => {
    const { 'out.bias': _, ...rest } = there;
    const wrong = {
      ...rest,
      'out.bais': { dtype: 'I32' as const, shape: [2], data: Int32Array.of(1, 2) },
      'c.weight': { shape: [2, 12], data: new Float32Array(24) },
      'c.bias': { dtype: 'I32' as const, shape: [2], data: Int32Array.of(1, 2) },
      's.weight': { shape: [2], data: Float32Array.of(1, Number.NaN) },
    };
    expect(refusal(() => fromPyTorch(network, wrong, 'FILE'))).toBe(
      'FILE: got no out.bias, c.weight [2, 12], c.bias of I32, s.weight with NaN at place 1, out.bais, ' +
        'expected out.bias [2], c.weight [2, 3, 2, 2], c.bias of F32 or F64, s.weight of finite numbers, no out.bais. ' +
        'Try "out.bias" for "out.bais".',
    );
  });

  it('may be those of the other side', () => {
    const other = 'Try converting the other way: these tensors are what comes out here.';
    expect(refusal(() => fromPyTorch(network, ours))).toContain(other);
    expect(refusal(() => toPyTorch(network, there))).toContain(other);
  });

  it('are refused where parameters are those of another network', () => {
    const { 'c.weight': _, ...rest } = ours;
    expect(refusal(() => toPyTorch(network, rest, 'FILE'))).toBe(
      'FILE: got no c.weight, expected c.weight [2, 12].',
    );
  });

  it('are refused where two would have one name', () => {
    const nodes = {
      a: { builder: 'attention', width: 2, from: ['x'] },
      'a.out_proj': { type: 'linear', units: 2, from: ['a'] },
    };
    const outputs = { 'a.out_proj': { loss: 'mse' } };
    const clash = parseNetwork({ inputs: { x: [3, 2] }, nodes, outputs });
    expect(refusal(() => toPyTorch(clash, initialParameters(clash, 1)))).toBe(
      'network.nodes: got two parameters that PyTorch would call a.out_proj.weight, expected a name for each. ' +
        'Try another name than a.out_proj for that node.',
    );
  });

  it('are refused where a node has not what its builder makes', () => {
    const nodes = { out: { type: 'dense', units: 1, built: 'lstm', from: ['image'] } };
    const wrong = parseNetwork({ inputs: { image: [4] }, nodes, outputs: { out: { loss: 'mse' } } });
    expect(refusal(() => toPyTorch(wrong, initialParameters(wrong, 1)))).toBe(
      'network.nodes.out.built: got lstm with no parameter out.ih.0.weight, expected what the builder lstm makes. ' +
        'Try leaving "built" out.',
    );
  });
});

describe('what is converted', () => {
  it('keeps its precision', () => {
    const single = Object.fromEntries(
      Object.entries(ours).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
    );
    const converted = toPyTorch(network, single).values;
    for (const { data } of Object.values(converted)) expect(data).toBeInstanceOf(Float32Array);
    expect(fromPyTorch(network, converted).values).toEqual(single);
  });

  it('has notes of what was moved, and of what was left out', () => {
    const pathway = { ownWeights: true, inputsRelax: true, directWeights: true };
    const { values, notes } = toPyTorch(network, initialParameters(network, 1, pathway));
    expect(Object.keys(values)).toEqual(Object.keys(there));
    const left = (name: string) => `${name}: left out, PyTorch's modules have no such weights`;
    expect(notes).toEqual([
      'out.weight: columns of s [1, 1, 2] are in the order [2, 0, 1] of its axes in PyTorch',
      ...['c', 's', 'out'].map((node) => left(`${node}.feedback`)),
      ...['c', 's'].map((node) => left(`${node}.direct`)),
    ]);
  });

  it('has a note of a scale along several axes', () => {
    const nodes = { s: { type: 'scale', axes: 2, from: ['x'] } };
    const wide = parseNetwork({ inputs: { x: [2, 3] }, nodes, outputs: { s: { loss: 'mse' } } });
    expect(toPyTorch(wide, initialParameters(wide, 1)).notes).toEqual([
      's.weight: left as it is, [6]; LayerNorm has one axis for each that it normalises',
    ]);
  });
});
