import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { loading } from '../../backends.js';

describe.each(loading)('memory on %s', (name) => {
  beforeAll(async () => {
    await startBackend(name);
  });

  it('a scope keeps what it returns, nested too, and frees the rest', () => {
    const before = tfjs.live();
    const kept = tfjs.scope(() => {
      const x = tfjs.upload([1, 2], [1, 2]);
      const y = tfjs.add(x, x);
      return { one: tfjs.add(y, x), more: { two: tfjs.mul(y, y) } };
    });
    expect(tfjs.live()).toBe(before + 2);
    expect([...tfjs.read(kept.one)]).toEqual([3, 6]);
    expect([...tfjs.read(kept.more.two)]).toEqual([4, 16]);
    tfjs.free([kept.one, kept.more.two]);
    expect(tfjs.live()).toBe(before);
  });

  it.each([0, -0, 2, -0.5])('what is filled with %d stays, and is there again', (value) => {
    const shape = [3, 5] as const;
    const before = tfjs.live();
    for (let k = 0; k < 2; k++) {
      const product = tfjs.scope(() => {
        const all = tfjs.filled!(value, shape);
        expect(tfjs.shape(all)).toEqual(shape);
        return tfjs.matMulTransposed(all, all);
      });
      expect([...tfjs.read(product)]).toEqual(Array(9).fill(Math.fround(5 * Math.fround(value) ** 2)));
      tfjs.free([product]);
      expect([...tfjs.read(tfjs.scope(() => tfjs.filled!(value, shape)))]).toEqual(
        Array(15).fill(Math.fround(value)),
      );
    }
    expect(tfjs.live() - before).toBeLessThanOrEqual(2);
  });

  it('constants stay while a scope lasts, and do not add up', () => {
    const shape = [2, 2] as const;
    let most = 0;
    for (let round = 0; round < 3; round++) {
      const twice = tfjs.scope(() => {
        const first = tfjs.filled!(-1, shape);
        for (let k = 0; k < 1100; k++) tfjs.filled!(round * 1100 + k, shape);
        return tfjs.add(first, first);
      });
      expect([...tfjs.read(twice)]).toEqual([-2, -2, -2, -2]);
      tfjs.free([twice]);
      most = Math.max(most, tf.memory().numTensors);
    }
    expect(most).toBeLessThan(2 * 1100);
  });

  it('constants that somebody frees are there again', () => {
    for (let k = 0; k < 2; k++) {
      const all = tfjs.scope(() => tfjs.filled!(0.25, [2, 3]));
      expect([...tfjs.read(all)]).toEqual(Array(6).fill(0.25));
      tfjs.free([all]);
    }
  });

  it('a scope in a scope hands up what it returns, and the outer one frees it', () => {
    const before = tfjs.live();
    const [sum] = tfjs.scope(() => {
      const parts = tfjs.scope(() => [tfjs.upload([1], [1, 1]), tfjs.upload([2], [1, 1])]);
      expect(tfjs.live()).toBe(before + 2);
      return [tfjs.add(parts[0], parts[1])];
    });
    expect(tfjs.live()).toBe(before + 1);
    expect([...tfjs.read(sum)]).toEqual([3]);
    tfjs.free([sum]);
  });

  it('a scope that throws leaves nothing behind', () => {
    const before = tfjs.live();
    const fail = () =>
      tfjs.scope(() => {
        tfjs.upload([1], [1, 1]);
        throw new Error('on purpose');
      });
    expect(fail).toThrow('on purpose');
    expect(tfjs.live()).toBe(before);
  });

  it('what was uploaded or read is a copy', () => {
    const values = Float64Array.of(0.1, -2, 3);
    const tensor = tfjs.upload(values, [1, 3]);
    values[0] = 9;
    const read = tfjs.read(tensor);
    expect([...read]).toEqual([Math.fround(0.1), -2, 3]);
    read[1] = 9;
    expect([...tfjs.read(tensor)]).toEqual([Math.fround(0.1), -2, 3]);
    expect(tfjs.shape(tensor)).toEqual([1, 3]);
    tfjs.free([tensor]);
  });
});
