import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillBatch } from '../../src/data/fill.js';
import { imageWriter } from '../../src/data/image-writer.js';
import { channelsOf, fitNormalisation } from '../../src/data/normalisation.js';

describe('mean and standard deviation of channels', () => {
  it('are over all pixels of all images, after scaling', () => {
    // Channel 0: 0, 4, 8, 4; channel 1: 2, 2, 6, 6. Halved.
    const inputs = Uint8Array.of(0, 2, 4, 2, 8, 6, 4, 6);
    const fitted = fitNormalisation({ count: 2, shape: [1, 2, 2], inputs, scale: 0.5 });
    expect(fitted).toEqual({ mean: [2, 2], sd: [Math.SQRT2, 1] });
  });

  it('of grey images are one each, and the deviation of what never changes is 1', () => {
    const grey = { count: 2, shape: [1, 2], inputs: Uint8Array.of(3, 3, 3, 3), scale: 1 };
    expect(fitNormalisation(grey)).toEqual({ mean: [3], sd: [1] });
  });

  it('are found of floats, too', () => {
    const floats = { count: 1, shape: [1, 2, 1], inputs: Float32Array.of(-0.5, 1.5), scale: 1 };
    expect(fitNormalisation(floats)).toEqual({ mean: [0.5], sd: [1] });
  });

  it('are those of three axes only: two are grey, a sequence has none', () => {
    expect([[8, 8], [8, 8, 3], [5]].map((shape) => channelsOf({ shape }))).toEqual([1, 3, 1]);
    expect(channelsOf({ shape: [4, 5, 6], form: 'sequence' })).toBe(1);
  });
});

const images = fc
  .record({
    count: fc.integer({ min: 2, max: 5 }),
    shape: fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
    ),
  })
  .chain(({ count, shape }) => {
    const size = count * shape[0] * shape[1] * shape[2];
    return fc
      .uint8Array({ minLength: size, maxLength: size })
      .map((inputs) => ({ count, shape, inputs, scale: 1 / 255, labels: new Uint8Array(count) }));
  });

it('normalised images have mean 0 and deviation 1 in each channel, or are all 0', () => {
  fc.assert(
    fc.property(images, (split) => {
      const { count, shape, inputs } = split;
      const channels = shape[2];
      const out = new Float32Array(inputs.length);
      const all = Uint32Array.from({ length: count }, (_, i) => i);
      const write = imageWriter(split, fitNormalisation(split));
      fillBatch(split, all, 1, out, new Float32Array(count), write);
      for (let channel = 0; channel < channels; channel++) {
        const values = [...out].filter((_, k) => k % channels === channel);
        const raw = new Set([...inputs].filter((_, k) => k % channels === channel));
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
        expect(mean).toBeCloseTo(0, 4);
        expect(variance).toBeCloseTo(raw.size === 1 ? 0 : 1, 4);
      }
    }),
  );
});
