import { describe, expect, it } from 'vitest';
import { type ClassSplit, inputSize, type RealSplit, sha256 } from '../../src/data/dataset.js';
import { fillBatch } from '../../src/data/fill.js';

const split: ClassSplit = {
  count: 3,
  shape: [1, 2],
  inputs: Uint8Array.from([0, 16, 8, 4, 1, 2]),
  scale: 1 / 16,
  labels: Uint8Array.from([2, 0, 1]),
};

it('knows the size of an image', () => {
  expect(inputSize({ ...split, shape: [28, 28, 3] })).toBe(2352);
});

it('fills a minibatch with scaled pixels and one-hot labels, over what was there', () => {
  const inputs = new Float32Array(4).fill(7);
  const targets = new Float32Array(6).fill(7);
  fillBatch(split, Uint32Array.of(1, 0), 3, inputs, targets);
  expect([...inputs]).toEqual([0.5, 0.25, 0, 1]);
  expect([...targets]).toEqual([1, 0, 0, 0, 0, 1]);
});

it.each<[string, number[], number, number, number, string]>([
  ['inputs of the wrong length', [0, 1], 3, 3, 6, 'fillBatch.inputs: got length 3, expected 2 x 2 = 4.'],
  ['targets of the wrong length', [0, 1], 3, 4, 5, 'fillBatch.targets: got length 5, expected 2 x 3 = 6.'],
  ['an index out of range', [0, 3], 3, 4, 6, 'fillBatch.indices[1]: got 3, expected 0 .. 2.'],
  ['a label that is no class', [1, 0], 2, 4, 4, 'fillBatch.split.labels[0]: got 2, expected 0 .. 1.'],
])('refuses %s', (_, indices, classes, inputs, targets, message) => {
  const fill = () =>
    fillBatch(split, Uint32Array.from(indices), classes, new Float32Array(inputs), new Float32Array(targets));
  expect(fill).toThrow(message);
});

it('takes the checksum of several pieces as of one', () => {
  // FIPS 180-2, appendix B.1: the sha256 of "abc".
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256(Uint8Array.of(97), Uint8Array.of(98, 99))).toBe(abc);
});

describe('targets that are numbers', () => {
  const real: RealSplit = {
    ...{ count: 3, shape: [2], inputs: Float32Array.of(0.5, -1, 2, 4, 8, 16), scale: 0.5 },
    targets: Float32Array.of(1, 2, 3, -4, 5, 6),
  };

  it('go into the minibatch as they are, beside floats that are scaled', () => {
    const inputs = new Float32Array(4).fill(7);
    const targets = new Float32Array(4).fill(7);
    fillBatch(real, Uint32Array.of(2, 0), 2, inputs, targets);
    expect([...inputs]).toEqual([4, 8, 0.25, -0.5]);
    expect([...targets]).toEqual([5, 6, 1, 2]);
  });

  it('are refused when they are not as many as the samples need', () => {
    const short = { ...real, targets: real.targets.subarray(0, 5) };
    expect(() => fillBatch(short, Uint32Array.of(0), 2, new Float32Array(2), new Float32Array(2))).toThrow(
      'fillBatch.split.targets: got length 5, expected 3 x 2 = 6.',
    );
  });
});
