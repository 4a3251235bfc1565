import { describe, expect, it } from 'vitest';
import { toPyTorch } from '../../../src/lab/pytorch/index.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { expectThere, outOf, outputs, parametersFor } from './there.js';

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
