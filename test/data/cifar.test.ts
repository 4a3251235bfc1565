import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCifar } from '../../src/data/cifar.js';
import { requireClasses } from '../../src/data/dataset.js';
import { loadDataSet } from '../../src/data/load.js';
import { scratch } from './scratch.js';

/** A pixel that tells where it is. */
const pixelAt = (image: number, h: number, w: number, c: number) =>
  (image * 91 + h * 7 + w * 3 + c * 50) % 256;

/** A file of records, of these labels each, whose images are numbered from `first`. */
function records(labels: readonly (readonly number[])[], first = 0): Uint8Array {
  return Uint8Array.from(
    labels.flatMap((own, i) => [
      ...own,
      ...Array.from({ length: 3072 }, (_, k) =>
        pixelAt(first + i, Math.floor(k / 32) % 32, k % 32, Math.floor(k / 1024)),
      ),
    ]),
  );
}

const content = (bytes: Uint8Array, file = 'batch') => ({ file, bytes });
const ten = { count: 1, at: 0, classes: 10 } as const;

it('turns planes into pixels, file after file', () => {
  const split = readCifar([content(records([[3], [9]])), content(records([[0]], 2))], ten);
  expect([split.count, split.shape, split.scale]).toEqual([3, [32, 32, 3], 1 / 255]);
  expect([...split.labels]).toEqual([3, 9, 0]);
  const place = fc.tuple(...[3, 32, 32, 3].map((n) => fc.nat(n - 1)));
  fc.assert(
    fc.property(place, ([n, h, w, c]) => {
      expect(split.inputs[n * 3072 + h * 96 + w * 3 + c]).toBe(pixelAt(n, h, w, c));
    }),
  );
});

it('takes the coarse or the fine label of a record that has both', () => {
  const file = content(
    records([
      [19, 99],
      [0, 7],
    ]),
  );
  expect([...readCifar([file], { count: 2, at: 0, classes: 20 }).labels]).toEqual([19, 0]);
  const fine = readCifar([file], { count: 2, at: 1, classes: 100 });
  expect([...fine.labels]).toEqual([99, 7]);
  expect(fine.inputs[3072 + 5 * 96 + 6 * 3 + 2]).toBe(pixelAt(1, 5, 6, 2));
});

it.each<[string, Uint8Array, string]>([
  ['an empty file', new Uint8Array(0), 'batch: got 0 bytes, expected records of 3073 bytes each.'],
  ['a record cut off', records([[1]]).subarray(1), 'batch: got 3072 bytes'],
  ['a label that is no class', records([[1], [10]]), 'batch label 1: got 10, expected 0 .. 9.'],
])('refuses %s', (_, bytes, message) => {
  expect(() => readCifar([content(bytes)], ten)).toThrow(message);
});

describe('where some batches are at hand', () => {
  const names = ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_5.bin'];
  function folder() {
    const own = scratch();
    mkdirSync(join(own, 'cifar-10'));
    for (const [i, name] of names.entries())
      writeFileSync(join(own, 'cifar-10', `${name}.gz`), gzipSync(records([[i], [i + 4]], i)));
    return { own, env: { RELAXON_DATA: own, XDG_CACHE_HOME: join(own, 'cache') } };
  }

  it('batches 1, 2 and 5 are a set of their own, which says so', async () => {
    const { own, env } = folder();
    const set = requireClasses(await loadDataSet('cifar-10-part', { env, fetch: false }), 'test');
    expect([...set.train.labels]).toEqual([0, 4, 1, 5]);
    expect([...set.test.labels]).toEqual([2, 6]);
    expect(set.verified).toBe(false);
    expect(set.source).toBe(`${join(own, 'cifar-10')} (batches 1 and 2 to learn from, 5 to be judged by)`);
  });

  it('the whole set is refused, naming what is missing and the part that is here', async () => {
    const { env } = folder();
    await expect(loadDataSet('cifar-10', { env, fetch: false })).rejects.toThrow(
      /got no cifar-10\/data_batch_3.bin, cifar-10\/data_batch_4.bin, cifar-10\/test_batch.bin in .* or data set cifar-10-part, which is here\.$/,
    );
  });
});
