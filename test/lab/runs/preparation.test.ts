import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { configurationOf } from '../../../src/lab/configuration.js';
import { readJson } from '../../../src/lab/files.js';
import { newRun } from '../../../src/lab/runs/setup.js';
import { createSeeds } from '../../../src/lab/seeds/create.js';
import { contents } from '../../cli/workspace.js';
import { folder, goOn, tinyRun, trainAll, trainUntilInterrupted } from './runs.js';

const prepared = { rule: 'bp', normalise: true, augment: ['crop', 'flip'] };
const bytes = (directory: string) =>
  ['metrics.jsonl', 'checkpoint.safetensors'].map((name) =>
    readFileSync(join(directory, name)).toString('latin1'),
  );
const normalisationIn = (directory: string) => join(directory, 'normalisation.json');

describe('a run on images that are normalised and changed at random', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await trainAll(await tinyRun(prepared));
  });

  it('goes on to the bit as if it had never stopped, wherever it was stopped', async () => {
    for (const after of [1, 3, 4, 6]) {
      const run = await tinyRun(prepared);
      await trainUntilInterrupted(run, after);
      expect(bytes(await trainAll(await goOn(run.directory)))).toEqual(bytes(directory));
    }
  });

  it('is another than without either', async () => {
    for (const [name, value] of Object.entries({ normalise: undefined, augment: undefined }))
      expect(bytes(await trainAll(await tinyRun({ ...prepared, [name]: value })))).not.toEqual(
        bytes(directory),
      );
  });

  it('says so in its configuration and report', () => {
    expect(readJson(join(directory, 'config.json'))).toMatchObject({
      normalise: true,
      augment: ['crop', 'flip'],
    });
    expect(readFileSync(join(directory, 'report.html'), 'utf8')).toContain('crop, flip');
  });

  it('keeps mean and deviation, and goes on with those that it has kept', async () => {
    const run = await tinyRun(prepared);
    const { lock } = run;
    lock.release();
    const kept = readJson(normalisationIn(run.directory)) as { mean: number[]; sd: number[] };
    expect(kept).toEqual(run.examples.preparation.normalisation);
    const { inputs, scale } = run.examples.data.train;
    const mean = (Array.from(inputs).reduce((sum, x) => sum + x, 0) / inputs.length) * scale;
    expect(kept.mean).toEqual([expect.closeTo(mean, 12)]);
    const other = { mean: [0.25], sd: [2] };
    writeFileSync(normalisationIn(run.directory), JSON.stringify(other));
    const next = await goOn(run.directory);
    next.lock.release();
    expect(next.examples.preparation.normalisation).toEqual(other);
  });

  it.each<[string, unknown, string]>([
    [
      'of other channels',
      { mean: [1, 2], sd: [1, 1] },
      'normalisation: got 2 channels, expected 1, those of mnist.',
    ],
    ['of fewer deviations', { mean: [1], sd: [] }, 'got 1 means and 0 deviations, expected as many.'],
    ['of a deviation of 0', { mean: [1], sd: [0] }, 'expected a number above 0'],
  ])('is not gone on with by numbers %s', async (_, value, message) => {
    const { directory: own, lock } = await tinyRun(prepared);
    lock.release();
    writeFileSync(normalisationIn(own), JSON.stringify(value));
    await expect(goOn(own)).rejects.toThrow(message);
  });
});

it('changes the images that are learned from, another way in each epoch, and those alone', async () => {
  const [plain, changed] = await Promise.all([
    tinyRun({ rule: 'bp' }),
    tinyRun({ rule: 'bp', augment: ['crop'] }),
  ]);
  const all = Uint32Array.from({ length: 20 }, (_, i) => i);
  const of = ({ examples }: typeof plain, epoch: number) =>
    examples.trainingBatch(all, epoch).inputs.input.data;
  expect(of(plain, 1)).toEqual(of(plain, 0));
  expect(of(changed, 0)).not.toEqual(of(plain, 0));
  expect(of(changed, 1)).not.toEqual(of(changed, 0));
  expect(changed.examples.first(20)).toEqual(plain.examples.first(20));
  expect(changed.examples.firstTrained(20)).toEqual(plain.examples.firstTrained(20));
});

it('normalises what it is tested on by what it learned from', async () => {
  const { examples } = await tinyRun({ normalise: true });
  const { mean, sd } = examples.preparation.normalisation!;
  const { inputs, scale } = examples.data.test;
  const batch = examples.first(1).inputs.input.data;
  for (let i = 0; i < 16; i++) expect(batch[i]).toBeCloseTo((inputs[i] * scale - mean[0]) / sd[0], 5);
});

it('writes nothing of it where it is not asked for', async () => {
  const { directory, lock } = await tinyRun();
  lock.release();
  expect(existsSync(normalisationIn(directory))).toBe(false);
  expect(readFileSync(join(directory, 'config.json'), 'utf8')).not.toMatch(/normalise|augment/);
});

it('gives the numbers to every run of many seeds', async () => {
  const configurations = [1, 2].map((seed) =>
    configurationOf({ ...sequences, data: 'digits', normalise: true, seed }),
  );
  const seeds = await createSeeds(configurations, join(folder, 'prepared-seeds'));
  seeds.lock.release();
  const [first, second] = seeds.runs.map(({ directory }) => readJson(normalisationIn(directory)));
  expect(first).toMatchObject({ mean: [expect.any(Number)] });
  expect(second).toEqual(first);
});

const layers = [{ type: 'dense', units: 10 }];
const sequences = { network: { input: [784], layers }, data: 'digits-rows', rule: 'bp' };

it.each([
  [
    { normalise: true },
    'normalise: got digits-rows, whose inputs are sequences, expected a data set of images.',
  ],
  [
    { augment: ['flip'] },
    'augment: got digits-rows, whose inputs are sequences, expected a data set of images.',
  ],
])('%j is refused for what is no image, before anything is written', async (asked, message) => {
  const before = contents(folder);
  const run = newRun(configurationOf({ ...sequences, ...asked }), join(folder, 'never'));
  await expect(run).rejects.toThrow(message);
  expect(contents(folder)).toEqual(before);
});

it.each<[unknown, string]>([
  [['crop', 'flop'], 'configuration.augment[1]: got "flop", expected one of crop, flip. Try "flip".'],
  [['crop', 'crop'], 'configuration.augment[1]: got crop again, expected each once.'],
  [[], 'configuration.augment: got '],
  ['crop', 'configuration.augment: got "crop", expected a list of names.'],
])('augment %j is refused', (augment, message) => {
  expect(() => configurationOf({ augment })).toThrow(message);
});
