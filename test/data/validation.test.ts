import { describe, expect, it } from 'vitest';
import { type ClassSet, checkDataSet, type RealSet, splitOffValidation } from '../../src/data/index.js';

const inputs = (count: number) => ({
  ...{ count, shape: [2], form: 'vector' as const, scale: 1 },
  inputs: Float32Array.from({ length: 2 * count }, (_, i) => i),
});
const origin = { name: 'numbers', checksum: '00', verified: true, source: 'built in' };
const classes = (count: number): ClassSet => ({
  ...{ ...origin, classes: 7 },
  train: { ...inputs(count), labels: Uint8Array.from({ length: count }, (_, i) => i % 7) },
  test: { ...inputs(3), labels: Uint8Array.of(0, 1, 2) },
});
const reals = (count: number): RealSet => ({
  ...{ ...origin, targetSize: 3 },
  train: { ...inputs(count), targets: Float32Array.from({ length: 3 * count }, (_, i) => -i) },
  test: { ...inputs(3), targets: new Float32Array(9) },
});
const samples = ({ inputs: all }: { readonly inputs: ArrayLike<number> }) =>
  Array.from({ length: all.length / 2 }, (_, i) => all[2 * i] / 2);

describe('samples kept back for validation', () => {
  it('are a share of the training samples, each of which is on one side with its own class', () => {
    const data = splitOffValidation(classes(50), 0.1, 1) as Required<ClassSet>;
    expect([data.train.count, data.validation.count, data.test.count]).toEqual([45, 5, 3]);
    const [trained, validated] = [data.train, data.validation].map(samples);
    expect([...trained, ...validated].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(validated).toEqual([...validated].sort((a, b) => a - b));
    expect([...data.train.labels]).toEqual(trained.map((i) => i % 7));
    expect([...data.validation.labels]).toEqual(validated.map((i) => i % 7));
    expect(data.checksum).toBe('00');
    checkDataSet(data);
  });

  it('keep their targets where these are numbers', () => {
    const data = splitOffValidation(reals(10), 0.3, 2) as Required<RealSet>;
    for (const split of [data.train, data.validation]) {
      const wanted = samples(split).flatMap((i) => [-3 * i, -(3 * i + 1), -(3 * i + 2)]);
      // 0 and -0 are the same target.
      expect([...split.targets].map((t) => t + 0)).toEqual(wanted.map((t) => t + 0));
    }
    checkDataSet(data);
  });

  it('are the same for the same seed, and others for another', () => {
    const kept = (seed: number) => samples(splitOffValidation(classes(50), 0.2, seed).validation!);
    expect(kept(1)).toEqual(kept(1));
    expect(kept(1)).not.toEqual(kept(2));
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN])('are refused for a share of %s', (share) => {
    expect(() => splitOffValidation(classes(50), share, 1)).toThrow('expected a share between 0 and 1');
  });

  it('are refused where a side would be empty, or where there are some already', () => {
    expect(() => splitOffValidation(classes(50), 0.001, 1)).toThrow('which is 0 of the 50');
    expect(() => splitOffValidation(classes(2), 0.9, 1)).toThrow('which is 2 of the 2');
    const cut = splitOffValidation(classes(50), 0.1, 1);
    expect(() => splitOffValidation(cut, 0.1, 1)).toThrow('has validation samples of its own');
  });
});
