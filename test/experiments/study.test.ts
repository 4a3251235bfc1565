import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cache, keyOf } from '../../experiments/lib/cache.js';
import { smallNetworkWith } from '../../experiments/lib/networks.js';
import { type Condition, study } from '../../experiments/lib/study.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { readJsonLines } from '../../src/lab/files.js';
import { workspace } from '../cli/workspace.js';

const folder = workspace();
const few = {
  data: 'digits',
  network: smallNetworkWith('relu'),
  limitTrainBatches: 4,
  limitTestSamples: 100,
};
const ar: Condition = { name: 'ar', configuration: { ...few, epochs: 2 } };
const bp: Condition = { name: 'bp', configuration: { ...few, epochs: 2, rule: 'bp' } };

async function trainings(conditions: readonly Condition[], seeds: readonly number[], cacheFolder?: string) {
  const cache = new Cache(cacheFolder);
  try {
    return await study(conditions, seeds, { jobs: 2, cache, quiet: true });
  } finally {
    cache.close();
  }
}

const rows = (cacheFolder: string) => readJsonLines(join(cacheFolder, 'runs.jsonl'));

describe('a study', () => {
  it('trains every condition under every seed, in order, the same every time', async () => {
    const [one, two] = [await trainings([ar, bp], [1, 2]), await trainings([ar, bp], [1, 2])];
    expect(one.all.map(({ condition, seed }) => `${condition} ${seed}`)).toEqual([
      'ar 1',
      'ar 2',
      'bp 1',
      'bp 2',
    ]);
    for (const [i, { seconds, ...rest }] of one.all.entries()) expect(two.all[i]).toMatchObject(rest);
    for (const { epochs, diverged, final } of one.all) {
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(final.testAccuracy).toBe(epochs[1].testAccuracy);
      expect(diverged).toBeNull();
    }
    expect(one.course('ar')).toHaveLength(2);
    expect(() => one.of('at')).toThrow('trainings.of: got "at", expected one of ar, bp.');
  });

  it('has losses and no accuracies where targets are numbers', async () => {
    const network = { input: [28, 2], layers: [{ type: 'dense', units: 1 }], loss: 'mse' };
    const summing = { data: 'adding-28', network, limitTrainBatches: 3, limitTestSamples: 50, epochs: 1 };
    const learned = await trainings([{ name: 'sums', configuration: summing }], [1, 2]);
    expect(learned.losses('sums')).toEqual(learned.all.map(({ epochs }) => epochs[0].testLoss));
    expect(learned.all[0].final).toEqual({ testLoss: expect.any(Number) });
    expect(() => learned.accuracies('sums')).toThrow(
      'trainings.accuracies: got data set adding-28, expected one of classes.',
    );
    expect(learned.course('sums', 'testLoss')[0].over.n).toBe(2);
  });

  it('trains nothing twice, and goes on where it stopped, through a torn line', async () => {
    const cache = join(folder, 'again');
    const first = await trainings([ar], [1, 2], cache);
    expect(rows(cache)).toHaveLength(2);
    appendFileSync(join(cache, 'runs.jsonl'), '{"key": "tor');
    const more = await trainings([bp, { ...ar, name: 'the same' }, ar], [1, 2], cache);
    expect(rows(cache)).toHaveLength(4);
    expect(more.of('the same').map(({ seconds }) => seconds)).toEqual(
      first.of('ar').map(({ seconds }) => seconds),
    );
    const before = readFileSync(join(cache, 'runs.jsonl'), 'utf8');
    await trainings([ar, bp], [2, 1], cache);
    expect(readFileSync(join(cache, 'runs.jsonl'), 'utf8')).toBe(before);
  });

  it('records a divergence and where it was, and goes on', async () => {
    const wild = { name: 'wild', configuration: { ...ar.configuration, learningRate: 1e20 } };
    const found = await trainings([wild, ar], [1, 2]);
    expect(found.diverged('wild')).toBe(2);
    expect(found.diverged('ar')).toBe(0);
    for (const { diverged, final, epochs } of found.of('wild')) {
      expect(diverged).toMatchObject({
        epoch: 1,
        reason: expect.stringContaining('expected a finite number'),
      });
      expect(epochs).toEqual([]);
      expect(final.testAccuracy).toBeGreaterThanOrEqual(0);
    }
  });

  it('reports what cannot be trained when all else is done and kept', async () => {
    const cache = join(folder, 'gaps');
    const network = { ...smallNetworkWith('relu'), input: [5] };
    const bad = { name: 'bad', configuration: { ...few, network } };
    await expect(trainings([bad, ar], [1], cache)).rejects.toThrow(
      /^experiment\.trainings: got 1 of 2 that failed; bad, seed 1, failed: network\..*, expected all/,
    );
    expect(rows(cache)).toHaveLength(1);
  });

  it('refuses a bad configuration before anything is trained', async () => {
    const bad = { name: 'bad', configuration: { ...few, rule: 'arr' } };
    await expect(trainings([ar, bad], [1])).rejects.toThrow('condition bad.rule: got "arr"');
  });
});

describe('the key of a training', () => {
  const base = configurationOf({ data: 'digits' });

  it('is that of its numbers: not of its logging, nor of the order of keys', () => {
    expect(keyOf(configurationOf({ logEvery: 7, data: 'digits' }))).toBe(keyOf(base));
    const turned = Object.fromEntries(Object.entries(base).reverse());
    expect(keyOf(configurationOf(turned))).toBe(keyOf(base));
  });

  it.each([
    { seed: 2 },
    { epochs: 11 },
    { rule: 'bp' },
    { variant: { feedback: 'learned' } },
    { relaxation: { steps: 50 } },
    { network: smallNetworkWith('relu') },
  ])('is another with %o', (given) => {
    expect(keyOf(configurationOf({ data: 'digits', ...given }))).not.toBe(keyOf(base));
  });
});
