import { describe, expect, it } from 'vitest';
import { idxSplit, readIdx } from '../../src/data/idx.js';
import { InputError } from '../../src/errors.js';
import { idxBytes } from './scratch.js';

const content = (bytes: Uint8Array, file = 'a.idx') => ({ file, bytes });
const images = content(idxBytes([2, 1, 3], [0, 51, 255, 1, 2, 3]), 'images');
const labels = content(idxBytes([2], [9, 0]), 'labels');

describe('reading IDX', () => {
  it('finds one, two and three dimensions and the values after them', () => {
    const one = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 8]);
    expect(readIdx(content(one), 1)).toEqual({ dims: [2], data: Uint8Array.from([7, 8]) });
    const two = Uint8Array.from([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6]);
    expect(readIdx(content(two), 2)).toEqual({ dims: [1, 2], data: Uint8Array.from([5, 6]) });
    const three = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 4]);
    expect(readIdx(content(three), 3)).toEqual({ dims: [1, 1, 1], data: Uint8Array.from([4]) });
  });

  it('reads dimensions as big-endian numbers', () => {
    const bytes = new Uint8Array(8 + 258);
    bytes.set([0, 0, 8, 1, 0, 0, 1, 2]);
    expect(readIdx(content(bytes), 1).dims).toEqual([258]);
  });

  it('reads bytes that lie inside a larger buffer', () => {
    const inner = Uint8Array.from([99, 99, 99, 0, 0, 8, 1, 0, 0, 0, 1, 42, 99]).subarray(3, 12);
    expect(readIdx(content(inner), 1)).toEqual({ dims: [1], data: Uint8Array.from([42]) });
  });

  it.each<[string, number[], string]>([
    ['an empty file', [], 'a.idx: got 0 bytes, expected an IDX header of 8 bytes.'],
    [
      'another format',
      [0x3c, 0x68, 0x74, 0x6d, 0x6c],
      'a.idx: got a file that starts with 3c68746d, expected an IDX file',
    ],
    [
      'values that are no bytes',
      [0, 0, 0x0d, 1, 0, 0, 0, 0],
      'a.idx type: got 0x0d, expected 0x08 (unsigned bytes).',
    ],
    ['another number of dimensions', [0, 0, 8, 3, 0, 0, 0, 1], 'a.idx dimensions: got 3, expected 1.'],
    ['a truncated header', [0, 0, 8, 1, 0, 0], 'a.idx: got 6 bytes, expected a header of 8 bytes.'],
    [
      'truncated values',
      [0, 0, 8, 1, 0, 0, 0, 3, 1, 2],
      'a.idx: got 10 bytes, expected 11 bytes for 3 values.',
    ],
    ['trailing bytes', [0, 0, 8, 1, 0, 0, 0, 1, 1, 2], 'a.idx: got 10 bytes, expected 9 bytes for 1 values.'],
  ])('refuses %s', (_, bytes, message) => {
    const read = () => readIdx(content(Uint8Array.from(bytes)), 1);
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });

  it('refuses dimensions so large that their product overflows', () => {
    expect(() => readIdx(content(idxBytes([2 ** 31, 2 ** 31, 2 ** 31], [1])), 3)).toThrow(
      'a.idx: got 17 bytes',
    );
  });
});

describe('pairing images and labels', () => {
  it('makes a split', () => {
    expect(idxSplit(images, labels, 10)).toEqual({
      count: 2,
      shape: [1, 3],
      inputs: Uint8Array.from([0, 51, 255, 1, 2, 3]),
      scale: 1 / 255,
      labels: Uint8Array.from([9, 0]),
    });
  });

  it('refuses files in the wrong order', () => {
    expect(() => idxSplit(labels, images, 10)).toThrow('labels dimensions: got 1, expected 3. Try swapping');
  });

  it('refuses counts that differ', () => {
    const three = content(idxBytes([3], [1, 2, 3]), 'labels');
    expect(() => idxSplit(images, three, 10)).toThrow(
      'labels: got 3 labels, expected 2, one for each image of images.',
    );
  });

  it('refuses a label that is no class', () => {
    expect(() => idxSplit(images, labels, 9)).toThrow('labels label 0: got 9, expected 0 .. 8.');
  });

  it('refuses images without pixels', () => {
    const none = content(idxBytes([0, 28, 28], []), 'images');
    expect(() => idxSplit(none, content(idxBytes([0], [])), 10)).toThrow(
      'images: got 0 x 28 x 28, expected at least one',
    );
  });
});
