import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSvhn } from '../../src/data/svhn.js';
import { matFile, type Written } from './mat/writer.js';

const SIZE = 3072;
const content = (bytes: Uint8Array) => ({ file: 'b.mat', bytes });

/** Pixels that tell where they are, as MATLAB has them: rows run fastest, then columns, channels, images. */
const pixels = (count: number) =>
  Array.from({ length: count * SIZE }, (_, k) => {
    const [h, w, c, n] = [k % 32, Math.floor(k / 32) % 32, Math.floor(k / 1024) % 3, Math.floor(k / SIZE)];
    return pixelAt(n, h, w, c);
  });
const pixelAt = (n: number, h: number, w: number, c: number) => (n * 91 + h * 7 + w * 3 + c * 50) % 256;

const X = (count: number, changes: Partial<Written> = {}): Written => ({
  ...{ name: 'X', dims: [32, 32, 3, count], stored: 'uint8', values: pixels(count) },
  ...changes,
});
const y = (labels: number[], changes: Partial<Written> = {}): Written => ({
  ...{ name: 'y', dims: [labels.length, 1], stored: 'uint8', values: labels, className: 'double' },
  ...changes,
});
const file = (...arrays: Written[]) => content(matFile(arrays, { little: true, compressed: true }));

it('turns column-major images into rows of pixels, and label 10 into digit 0', () => {
  const split = readSvhn(file(X(3), y([10, 1, 9])));
  expect([split.count, split.shape, split.scale]).toEqual([3, [32, 32, 3], 1 / 255]);
  expect([...split.labels]).toEqual([0, 1, 9]);
  const place = fc.tuple(...[3, 32, 32, 3].map((n) => fc.nat(n - 1)));
  fc.assert(
    fc.property(place, ([n, h, w, c]) => {
      expect(split.inputs[n * SIZE + h * 96 + w * 3 + c]).toBe(pixelAt(n, h, w, c));
    }),
  );
});

it('takes a single image, whose last dimension MATLAB drops, and bytes of class double', () => {
  const split = readSvhn(file(X(1, { dims: [32, 32, 3], stored: 'double' }), y([4])));
  expect(split.count).toBe(1);
  expect(split.inputs[96 + 3 * 2 + 1]).toBe(pixelAt(0, 1, 2, 1));
});

it.each<[string, Written[], string]>([
  ['images of another size', [X(1, { dims: [16, 64, 3, 1] }), y([1])], 'b.mat: X: got 16 x 64 x 3 x 1'],
  ['labels too few', [X(2), y([1])], 'b.mat: y: got 1 labels, expected 2, one for each image.'],
  ['a label above ten', [X(1), y([11])], 'b.mat: y label 0: got 11, expected 1 .. 10.'],
  ['a label of zero', [X(2), y([1, 0])], 'b.mat: y label 1: got 0, expected 1 .. 10.'],
  ['a label between', [X(1), y([1.5], { stored: 'double' })], 'b.mat: y label 0: got 1.5'],
  [
    'pixels that are no bytes',
    [X(1, { stored: 'int16', values: pixels(1).with(7, 256) }), y([1])],
    'b.mat: X number 7: got 256, expected 0 .. 255.',
  ],
  ['a file without labels', [X(1)], 'b.mat: got no y, expected arrays X, y.'],
])('refuses %s', (_, arrays, message) => {
  expect(() => readSvhn(file(...arrays))).toThrow(message);
});
