import { describe, expect, it } from 'vitest';
import { type ClassSet, sha256 } from '../../src/data/dataset.js';
import { makeDigits } from '../../src/data/digits/digits.js';
import { draw, SIDE } from '../../src/data/digits/pen.js';

const SIZE = 784;
const small = makeDigits({ train: 100, test: 50 });

/** Share of test images nearest to the mean training image of their own digit. */
function nearestMean({ train, test }: ClassSet): number {
  const means = new Float64Array(10 * SIZE);
  train.inputs.forEach((pixel, i) => {
    means[train.labels[Math.floor(i / SIZE)] * SIZE + (i % SIZE)] += (10 * pixel) / train.count;
  });
  let right = 0;
  for (let image = 0; image < test.count; image++) {
    const distances = Array.from({ length: 10 }, (_, digit) => {
      let sum = 0;
      for (let i = 0; i < SIZE; i++) sum += (test.inputs[image * SIZE + i] - means[digit * SIZE + i]) ** 2;
      return sum;
    });
    if (distances.indexOf(Math.min(...distances)) === test.labels[image]) right++;
  }
  return right / test.count;
}

describe('the built-in digits', () => {
  it('are the same bytes for ever: seed 1 is one data set, and results with it are compared', () => {
    expect(sha256(small.train.inputs, small.train.labels)).toBe(
      '393ed78e696a46cb08c45ec21ebf077297673b08cd2759a5e18cc1626c8dcb8c',
    );
  });

  it('depend on the seed', () => {
    const other = makeDigits({ seed: 2, train: 100, test: 50 });
    expect(other.checksum).not.toBe(small.checksum);
    expect(other.train.inputs).not.toEqual(small.train.inputs);
    expect(other.source).toBe('built in, seed 2');
  });

  it('begin alike however many are drawn, and test images are not training images', () => {
    const more = makeDigits({ train: 137, test: 60 });
    expect(more.train.inputs.subarray(0, 100 * SIZE)).toEqual(small.train.inputs);
    expect(more.test.labels.subarray(0, 50)).toEqual(small.test.labels);
    expect(small.test.inputs).not.toEqual(small.train.inputs.subarray(0, 50 * SIZE));
  });

  it('hold each digit equally often, in no fixed order', () => {
    const { labels } = small.train;
    for (let digit = 0; digit < 10; digit++)
      expect(labels.filter((label) => label === digit).length).toBe(10);
    expect(labels.subarray(0, 10)).not.toEqual(labels.subarray(10, 20));
  });

  it('are bright strokes on a dark ground', () => {
    for (let image = 0; image < 100; image++) {
      const pixels = small.train.inputs.subarray(image * SIZE, (image + 1) * SIZE);
      const bright = pixels.filter((pixel) => pixel > 150).length;
      const dark = pixels.filter((pixel) => pixel < 50).length;
      expect(bright).toBeGreaterThan(15);
      expect(dark).toBeGreaterThan(SIZE / 2);
    }
  });

  it('are 10,000 and 2,000, and neither random nor easy', () => {
    const full = makeDigits();
    expect([full.train.count, full.test.count]).toEqual([10_000, 2_000]);
    const score = nearestMean(full);
    expect(score).toBeGreaterThan(0.4);
    expect(score).toBeLessThan(0.8);
  });

  it.each([0, -5, 2.5, Number.NaN])('refuse a count of %s', (train) => {
    expect(() => makeDigits({ train })).toThrow(`digits.train: got ${train}, expected a positive integer.`);
  });
});

describe('the pen', () => {
  it('covers a disc around a point, fading over one pixel', () => {
    const ink = new Float32Array(SIDE * SIDE);
    draw(Float64Array.of(10, 10, 10, 10), 1, ink);
    const row = (y: number) => [...ink.subarray(y * SIDE + 8, y * SIDE + 13)];
    const diagonal = Math.fround(1.5 - Math.SQRT2);
    expect(row(10)).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(row(9)).toEqual([0, diagonal, 0.5, diagonal, 0]);
    expect(row(8)).toEqual([0, 0, 0, 0, 0]);
  });

  it('covers a line between its ends, and nothing outside the page', () => {
    const ink = new Float32Array(SIDE * SIDE);
    draw(Float64Array.of(-20, 0, 3, 0, 3, -9), 0.5, ink);
    expect([...ink.subarray(0, 5)]).toEqual([1, 1, 1, 1, 0]);
    expect(ink.reduce((sum, value) => sum + value, 0)).toBe(4);
  });
});
