import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationFrom } from '../../src/cli/train/configuration.js';
import { type TrainOptions, trainOptions } from '../../src/cli/train/options.js';
import { readJsonLines } from '../../src/lab/files.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const sums = jsonFile(folder, 'sums.json', {
  ...{
    input: [50, 2],
    layers: [
      { type: 'dense', units: 4 },
      { type: 'dense', units: 1 },
    ],
    loss: 'mse',
  },
});
const tiny = jsonFile(folder, 'tiny.json', tinyNetwork);
const quick = ['--rule', 'bp', '--epochs', '1', '--limit-train-batches', '3', '--limit-test-samples', '20'];

describe('train on targets that are numbers', () => {
  it('tells the loss, in words and as JSON', async () => {
    const out = join(folder, 'sums');
    const said = await here(['train', sums, '--data', 'adding', ...quick, '--out', out]);
    expect(said.code).toBe(0);
    expect(said.stdout).toMatch(
      /^test loss \d\.\d{4} after 1 epochs of bp\nroot mean squared error [^\n]+, R² [^\n]+\nreport /,
    );
    expect(said.stderr).toMatch(/epoch 1: train loss \d\.\d{4}; test loss \d\.\d{4}\n/);
    const json = await here(['train', '--resume', out, '--json', '--quiet']);
    const { loss, accuracy, epochs } = JSON.parse(json.stdout);
    const last = readJsonLines(join(out, 'metrics.jsonl')).at(-1);
    expect([loss, accuracy, epochs.at(-1)['test/loss']]).toEqual([last?.['test/loss'], undefined, loss]);
  });

  it('with many seeds prints a table of losses', async () => {
    const args = ['--data', 'adding', ...quick, '--seeds', '2', '--out', join(folder, 'many')];
    const { code, stdout } = await relaxon(['train', sums, ...args, '--jobs', '1']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0].split(/ {2,}/)).toEqual(['seed', 'epochs', 'test loss', 'train loss']);
    expect(lines.at(-2)).toMatch(/^test loss \S+ ± \S+, train loss \S+ ± \S+ \(mean/);
  });

  it('is refused to whom counts right answers, and a network that does not fit', async () => {
    const stream = ['stream', sums, '--data', 'adding', '--out', join(folder, 'never')];
    await expectRefusal({ what: 'stream', args: stream, says: ['adding, whose targets are numbers'] });
    const wrong = ['train', tiny, '--data', 'adding', '--out', join(folder, 'never')];
    await expectRefusal({
      what: 'network',
      args: wrong,
      says: ['size 16', '100 (sequences 50x2 of adding)'],
    });
  });
});

describe('train --normalise --augment', () => {
  it('gives the same bits again, and others than without', async () => {
    const train = async (name: string, ...options: string[]) => {
      const out = join(folder, name);
      const { code } = await relaxon(['train', tiny, ...quick, ...options, '--out', out], { env });
      expect(code).toBe(0);
      return bytesOf(join(out, 'checkpoint.safetensors'));
    };
    const both = ['--normalise', '--augment', 'crop,flip'];
    const [once, again, plain] = [
      await train('once', ...both),
      await train('again', ...both),
      await train('plain'),
    ];
    expect(again).toBe(once);
    expect(plain).not.toBe(once);
  });

  it('stand in the configuration where they are asked for', () => {
    const configured = (options: string[]) => {
      const command = trainOptions();
      command.parse(options, { from: 'user' });
      return configurationFrom(undefined, command.opts<TrainOptions>());
    };
    expect(configured(['--normalise', '--augment', 'flip, crop'])).toMatchObject({
      ...{ normalise: true, augment: ['flip', 'crop'] },
    });
    for (const name of ['normalise', 'augment']) expect(configured([])).not.toHaveProperty(name);
    const file = jsonFile(folder, 'prepared.json', { normalise: true, augment: ['crop'] });
    expect(configured(['--config', file])).toMatchObject({ normalise: true, augment: ['crop'] });
  });

  it('are refused for what is no image, and by a name that is none', async () => {
    const args = ['train', sums, '--data', 'adding', '--out', join(folder, 'never')];
    await expectRefusal({
      what: 'sequences',
      args: [...args, '--normalise'],
      says: ['normalise', 'sequences'],
    });
    const misspelt = ['train', tiny, '--augment', 'crip', '--out', join(folder, 'never')];
    await expectRefusal({
      what: 'a name',
      args: misspelt,
      says: ['"crip"', 'one of crop, flip', 'Try "crop"'],
    });
  });
});
