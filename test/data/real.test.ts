import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireClasses } from '../../src/data/dataset.js';
import { dataStatus, type FileProgress } from '../../src/data/files.js';
import { type LoadOptions, loadDataSet } from '../../src/data/load.js';
import { scratch } from './scratch.js';
import { send, serve } from './server.js';

const real = resolve(process.env.RELAXON_DATA || '../shared/data');
const have = (folder: string) => existsSync(join(real, folder));
const env = { RELAXON_DATA: real };

const loadClasses = async (name: string, options: LoadOptions) =>
  requireClasses(await loadDataSet(name, options), 'test');

/** How often each label occurs. */
const histogram = (labels: Uint8Array) =>
  [...labels].reduce((h, label) => h.with(label, h[label] + 1), Array(10).fill(0));

describe('the published files', () => {
  it.runIf(have('mnist'))('of MNIST', async () => {
    const set = await loadClasses('mnist', { env, fetch: false });
    expect(set).toMatchObject({ verified: true, classes: 10, source: join(real, 'mnist') });
    expect([set.train.count, set.test.count, set.train.shape]).toEqual([60_000, 10_000, [28, 28]]);
    expect([...set.train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...set.test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    // The mean pixel of the training images is known to be 0.1307 (sd 0.3081).
    const mean =
      (set.train.inputs as Uint8Array).reduce((sum, pixel) => sum + pixel, 0) / set.train.inputs.length / 255;
    expect(mean).toBeCloseTo(0.1307, 4);
  });

  it.runIf(have('fashion-mnist'))('of Fashion-MNIST', async () => {
    const set = await loadClasses('fashion-mnist', { env, fetch: false });
    expect(set.verified).toBe(true);
    expect([set.train.count, set.test.count, set.train.shape]).toEqual([60_000, 10_000, [28, 28]]);
    expect(histogram(set.train.labels)).toEqual(Array(10).fill(6000));
  });

  it.runIf(have('cifar-10'))('of CIFAR-10, as far as they are here', async () => {
    const set = await loadClasses('cifar-10-part', { env, fetch: false });
    expect(set.verified).toBe(true);
    expect([set.train.count, set.test.count, set.train.shape]).toEqual([20_000, 10_000, [32, 32, 3]]);
    // A frog, two lorries, a deer and a car.
    expect([...set.train.labels.subarray(0, 5)]).toEqual([6, 9, 9, 4, 1]);
    // The means of all five batches are known to be 0.4914, 0.4822, 0.4465: red, green, blue.
    const sums = [0, 0, 0];
    for (const [k, byte] of set.train.inputs.entries()) sums[k % 3] += byte;
    const means = sums.map((sum) => (3 * sum) / set.train.inputs.length / 255);
    for (const [channel, mean] of [0.4914, 0.4822, 0.4465].entries())
      expect(Math.abs(means[channel] - mean)).toBeLessThan(0.004);
  });

  it.runIf(have('optdigits'))('of optdigits', async () => {
    const set = await loadClasses('optdigits', { env, fetch: false });
    expect(set.verified).toBe(true);
    expect([set.train.count, set.test.count, set.train.shape]).toEqual([3823, 1797, [8, 8]]);
    // Class counts as the authors list them in optdigits.names.
    expect(histogram(set.train.labels)).toEqual([376, 389, 380, 389, 387, 376, 377, 387, 380, 382]);
    expect(histogram(set.test.labels)).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });
});

it.runIf(have('optdigits'))('one shortened file is enough not to be verified', async () => {
  const own = scratch();
  mkdirSync(join(own, 'optdigits'));
  const copy = (name: string) => readFileSync(join(real, 'optdigits', name), 'utf8');
  writeFileSync(join(own, 'optdigits', 'optdigits.tra'), copy('optdigits.tra'));
  writeFileSync(
    join(own, 'optdigits', 'optdigits.tes'),
    copy('optdigits.tes').split('\n').slice(0, 7).join('\n'),
  );
  const set = await loadClasses('optdigits', { env: { RELAXON_DATA: own }, fetch: false });
  expect([set.train.count, set.test.count, set.verified]).toEqual([3823, 7, false]);
});

it.runIf(have('optdigits'))('a first load downloads into the cache, a second needs no network', async () => {
  const home = scratch();
  const server = await serve((request, response) =>
    send(readFileSync(join(real, request.url ?? '')), request, response),
  );
  const online = { XDG_CACHE_HOME: home, RELAXON_MIRROR: server.url };
  const seen: FileProgress[] = [];
  const first = await loadClasses('optdigits', {
    env: online,
    onProgress: (progress) => seen.push(progress),
  });
  expect(first).toMatchObject({ verified: true, source: join(home, 'relaxon', 'optdigits') });
  expect(server.asked).toEqual(['/optdigits/optdigits.tra', '/optdigits/optdigits.tes']);
  expect(seen.at(-1)).toEqual({ file: 'optdigits/optdigits.tes', received: 264_712, total: 264_712 });
  const second = await loadClasses('optdigits', { env: { XDG_CACHE_HOME: home }, fetch: false });
  expect(second.checksum).toBe(first.checksum);
  expect((await dataStatus('optdigits', online)).map(({ bytes }) => bytes)).toEqual([563_639, 264_712]);
});
