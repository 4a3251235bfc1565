import { expect, it } from 'vitest';
import type { ClassSet, RealSet } from '../../../src/data/index.js';
import { refuseOtherInputs, refuseOtherOutputs } from '../../../src/lab/training/fitting.js';
import { sizeOf } from '../../../src/network/shapes.js';

const split = { count: 1, shape: [4, 4, 3], inputs: new Uint8Array(48), scale: 1 };
const origin = { checksum: '', verified: true, source: '' };
const colours: ClassSet = {
  ...{ name: 'colours', classes: 5, ...origin },
  train: { ...split, labels: Uint8Array.of(0) },
  test: { ...split, labels: Uint8Array.of(0) },
};
const sequences: RealSet = {
  ...{ name: 'sums', targetSize: 1, ...origin },
  train: { ...split, shape: [12, 4], form: 'sequence', targets: Float32Array.of(0) },
  test: { ...split, shape: [12, 4], form: 'sequence', targets: Float32Array.of(0) },
};
const place = (...shape: number[]) => [{ name: 'x', shape, size: sizeOf(shape) }];

it.each([
  [[48]],
  [[4, 4, 3]],
  [[16, 3]],
  [[4, 12]],
  [[4, 4, 3, 1]],
  [[1, 4, 4, 3]],
  [[4, 4, 1, 3]],
  [[2, 2, 4, 3]],
])('takes an input of %j for images of 4 x 4 x 3: numbers in the same order', (shape) => {
  expect(() => refuseOtherInputs('net', place(...shape), colours)).not.toThrow();
});

it.each([[[3, 4, 4]], [[3, 16]], [[8, 6]]])('refuses an input of %j, which would mix them up', (shape) => {
  expect(() => refuseOtherInputs('net', place(...shape), colours)).toThrow(
    `net.x: got shape ${shape.join('x')}, expected 4x4x3, or axes of it together: images 4x4x3 of colours. Try [4, 4, 3].`,
  );
});

it('refuses inputs and outputs of another size, saying what the data have', () => {
  expect(() => refuseOtherInputs('net', place(40), sequences)).toThrow(
    'net.x: got size 40, expected 48 (sequences 12x4 of sums).',
  );
  expect(() => refuseOtherOutputs('net', place(2), sequences)).toThrow(
    'net.x: got size 2, expected 1 (numbers in a target of sums).',
  );
  expect(() => refuseOtherOutputs('net', place(4), colours)).toThrow(
    'net.x: got size 4, expected 5 (classes of colours).',
  );
  expect(() => refuseOtherOutputs('net', place(5), colours)).not.toThrow();
});
