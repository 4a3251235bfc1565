import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addAugmentation, augmentations, placementOf } from '../../src/data/augment/augmentations.js';
import { imageWriter } from '../../src/data/image-writer.js';

const occasion = { seed: 1, epoch: 0, sample: 0 };
const at = (sample: number) => ({ ...occasion, sample });
const samples = Array.from({ length: 400 }, (_, sample) => sample);

describe('a crop', () => {
  it('is a shift of all rows, and of all columns, by up to four pixels', () => {
    const seen = samples.map((sample) => {
      const { rows, columns } = placementOf(['crop'], [5, 3], at(sample));
      expect([...rows]).toEqual([0, 1, 2, 3, 4].map((i) => i + rows[0]));
      expect([...columns]).toEqual([0, 1, 2].map((i) => i + columns[0]));
      return [rows[0], columns[0]];
    });
    for (const axis of [0, 1]) {
      const shifts = new Set(seen.map((pair) => pair[axis]));
      expect([...shifts].sort((a, b) => a - b)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    }
    // Nine by nine are equally likely: the axes do not go together.
    expect(new Set(seen.map(String)).size).toBeGreaterThan(70);
  });
});

describe('a flip', () => {
  it('exchanges left and right in about half of all images, and leaves rows alone', () => {
    const flipped = samples.filter((sample) => {
      const { rows, columns } = placementOf(['flip'], [2, 3], at(sample));
      expect([...rows]).toEqual([0, 1]);
      if (columns[0] === 0) expect([...columns]).toEqual([0, 1, 2]);
      else expect([...columns]).toEqual([2, 1, 0]);
      return columns[0] === 2;
    });
    expect(Math.abs(flipped.length - 200)).toBeLessThan(50);
  });
});

describe('where pixels come from', () => {
  it('follows from seed, epoch and sample alone', () => {
    const places = (seed: number, epoch: number) =>
      samples.slice(0, 30).map((sample) => placementOf(['crop'], [32, 32], { seed, epoch, sample }));
    expect(places(1, 2)).toEqual(places(1, 2));
    expect(places(1, 3)).not.toEqual(places(1, 2));
    expect(places(2, 2)).not.toEqual(places(1, 2));
  });

  it('is the same crop whether there is a flip after it or not', () => {
    for (const sample of samples.slice(0, 50)) {
      const [alone, both] = [['crop'], ['crop', 'flip']].map((names) =>
        placementOf(names, [6, 6], at(sample)),
      );
      expect(both.rows).toEqual(alone.rows);
      expect([...both.columns].sort()).toEqual([...alone.columns].sort());
    }
  });
});

describe('a changed image', () => {
  const image = {
    count: 2,
    shape: [2, 2, 2],
    inputs: Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8),
  };
  const written = (rows: number[], columns: number[], normalisation?: { mean: number[]; sd: number[] }) => {
    const placement = { rows: Int32Array.from(rows), columns: Int32Array.from(columns) };
    const to = new Float32Array(9).fill(-1);
    imageWriter({ ...image, scale: 0.5 }, normalisation, () => placement)(to, 1, 1);
    return [...to];
  };

  it('has its pixels, with all their channels, elsewhere, and 0 from outside', () => {
    expect(written([0, 1], [1, 0])).toEqual([-1, 1.5, 2, 0.5, 1, 3.5, 4, 2.5, 3]);
    expect(written([1, 2], [0, 1])).toEqual([-1, 2.5, 3, 3.5, 4, 0, 0, 0, 0]);
    expect(written([-1, 0], [-1, 0])).toEqual([-1, 0, 0, 0, 0, 0, 0, 0.5, 1]);
  });

  it('is normalised after it was padded', () => {
    const normalisation = { mean: [0.5, 1], sd: [0.5, 2] };
    // Black is (0 - 0.5) / 0.5 in the one channel and (0 - 1) / 2 in the other.
    expect(written([-1, 0], [0, 5], normalisation)).toEqual([-1, -1, -0.5, -1, -0.5, 0, 0, -1, -0.5]);
  });

  it('of any size keeps each pixel that the crop leaves in', () => {
    const sides = fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 3 }),
    );
    fc.assert(
      fc.property(sides, fc.nat(1000), ([height, width, channels], sample) => {
        const inputs = Float32Array.from({ length: height * width * channels }, (_, k) => k + 1);
        const split = { count: 1, shape: [height, width, channels], inputs, scale: 1 };
        const to = new Float32Array(inputs.length);
        const { rows, columns } = placementOf(['crop', 'flip'], split.shape, at(sample));
        imageWriter(split, undefined, () => ({ rows, columns }))(to, 0, 0);
        const kept = [rows, columns].map((axis, i) => axis.filter((x) => x >= 0 && x < split.shape[i]));
        const expected = [...kept[0]].flatMap((row) =>
          [...kept[1]].flatMap((column) =>
            Array.from({ length: channels }, (_, c) => (row * width + column) * channels + c + 1),
          ),
        );
        expect([...to].filter((x) => x !== 0)).toEqual(expected);
      }),
    );
  });
});

describe('an augmentation of one’s own', () => {
  let remove = () => {};
  afterEach(() => remove());

  it('is applied once it is added', () => {
    remove = addAugmentation('upside-down', { about: 'top to bottom', change: ({ rows }) => rows.reverse() });
    expect(Object.keys(augmentations)).toEqual(['crop', 'flip', 'upside-down']);
    expect([...placementOf(['upside-down'], [3, 1], occasion).rows]).toEqual([2, 1, 0]);
  });
});
