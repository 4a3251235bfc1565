import { expect, it } from 'vitest';
import { checkDataSet } from '../../src/data/check.js';
import type { ClassSet, DataSet, RealSet } from '../../src/data/dataset.js';
import { formOf, requireClasses, targetSizeOf } from '../../src/data/dataset.js';
import { InputError } from '../../src/errors.js';

const origin = { checksum: '', verified: true, source: 'a test' };
const real: RealSet = {
  ...{ name: 'heights', targetSize: 2, ...origin },
  train: {
    ...{ count: 2, shape: [3], inputs: Float32Array.of(1, 2, 3, 4, 5, 6), scale: 1 },
    targets: Float32Array.of(0, 1, 2, -3),
  },
  test: {
    ...{ count: 1, shape: [3], inputs: Uint8Array.of(7, 8, 9), scale: 1 },
    targets: Float32Array.of(0.5, 0.25),
  },
};
const classes: ClassSet = {
  ...{ name: 'kinds', classes: 3, ...origin },
  train: {
    count: 2,
    shape: [1, 2],
    inputs: Uint8Array.of(1, 2, 3, 4),
    scale: 1,
    labels: Uint8Array.of(2, 0),
  },
  test: { count: 1, shape: [1, 2], inputs: Float32Array.of(0.5, 1), scale: 1, labels: Uint8Array.of(1) },
};

it.each<[string, DataSet]>([
  ['targets are numbers', real],
  ['targets are classes', classes],
])('takes bytes and floats where %s', (_, data) => {
  expect(() => checkDataSet(data)).not.toThrow();
});

const trained = (changes: Partial<RealSet['train']>): RealSet => ({
  ...real,
  train: { ...real.train, ...changes },
});

it.each<[string, DataSet, string]>([
  [
    'a target that is not finite',
    trained({ targets: Float32Array.of(0, 1, Number.NaN, 4) }),
    'data set heights.train.targets[2]: got NaN in sample 1, expected a finite number.',
  ],
  [
    'an input that is not finite',
    trained({ inputs: Float32Array.of(1, 2, Infinity, 4, 5, 6) }),
    'data set heights.train.inputs[2]: got Infinity in sample 0, expected a finite number.',
  ],
  [
    'targets too few',
    trained({ targets: Float32Array.of(0, 1, 2) }),
    'data set heights.train.targets: got length 3, expected 2 x 2 = 4.',
  ],
  [
    'inputs too many',
    trained({ inputs: new Float32Array(7) }),
    'data set heights.train.inputs: got length 7, expected 2 x 3 = 6.',
  ],
  ['nothing', trained({ count: 0 }), 'data set heights.train.count: got 0, expected a whole number above 0.'],
  [
    'an axis of nothing',
    trained({ shape: [3, 0] }),
    'data set heights: got test inputs of 3, expected 3 x 0, as for training.',
  ],
  ['a scale that is none', trained({ scale: Number.NaN }), 'data set heights.train.scale: got NaN'],
  ['targets of no number', { ...real, targetSize: 0 }, 'data set heights.targetSize: got 0'],
  [
    'more classes than a byte tells',
    { ...classes, classes: 257 },
    'data set kinds.classes: got 257, expected a whole number 1 .. 256.',
  ],
  [
    'a label that is no class',
    { ...classes, classes: 2 },
    'data set kinds.train.labels[0]: got 2, expected a class 0 .. 1.',
  ],
  [
    'labels too many',
    { ...classes, test: { ...classes.test, labels: Uint8Array.of(1, 1) } },
    'data set kinds.test.labels: got length 2, expected 1 x 1 = 1.',
  ],
])('refuses %s', (_, data, message) => {
  expect(() => checkDataSet(data)).toThrow(message);
  expect(() => checkDataSet(data)).toThrow(InputError);
});

it('knows how many units learn the targets, and asks for classes where answers are counted', () => {
  expect([targetSizeOf(classes), targetSizeOf(real)]).toEqual([3, 2]);
  expect(requireClasses(classes, 'stream')).toBe(classes);
  expect(() => requireClasses(real, 'stream')).toThrow(
    'stream.data: got heights, whose targets are numbers, expected a data set of classes.',
  );
});

it('takes two or three axes for an image unless it is told otherwise', () => {
  const forms = [[4], [2, 2], [2, 2, 3], [2, 2, 2, 2]].map((shape) => formOf({ shape }));
  expect(forms).toEqual(['vector', 'image', 'image', 'vector']);
  expect(formOf({ shape: [2, 2], form: 'sequence' })).toBe('sequence');
});
