import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationFrom } from '../../src/cli/train/configuration.js';
import { type TrainOptions, trainOptions } from '../../src/cli/train/options.js';
import { here } from './here.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'network.json', tinyNetwork);
const train = (...args: string[]) => here(['train', network, '--rule', 'bp', ...args], env);
const json = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const all = ['--validation-share', '0.25', '--early-stopping', '3', '--average', 'swa:last=2'];

it('train tells of the best and the average, and --json has them', async () => {
  const out = join(folder, 'all');
  const told = await train(
    ...['--epochs', '3', '--learning-rate-schedule', 'warm-up:epochs=1,cosine', '--clip-norm', '1', ...all],
    ...['--out', out],
  );
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toMatch(
    /^test accuracy 0\.\d{4} after 3 epochs of bp\nbest by validation accuracy: epoch \d, /,
  );
  expect(told.stdout).toMatch(/average of the weights \(swa\): test accuracy/);
  expect(told.stderr).toMatch(/epoch 1: train .*; validation loss/);
  expect(json('all', 'config.json')).toMatchObject({
    ...{ validationShare: 0.25, earlyStopping: 3, clipNorm: 1, average: { name: 'swa', from: 2, last: 0 } },
    learningRateSchedule: [
      { name: 'warm-up', per: 'step', epochs: 1 },
      { name: 'cosine', per: 'step', until: 3, minimum: 0 },
    ],
  });
  const config = join(out, 'config.json');
  const again = await here(
    ['train', '--config', config, '--out', join(folder, 'again'), '--json', '--quiet'],
    env,
  );
  expect(again.code, again.stderr).toBe(0);
  const { best, average, accuracy } = JSON.parse(again.stdout);
  expect(json('all', 'evaluation.json')).toMatchObject({ accuracy, best, average });
});

it('--resume changes the learning rate of a run, and says so', async () => {
  const out = join(folder, 'changed');
  await train('--epochs', '1', '--out', out, '--quiet');
  const told = await here(['train', '--resume', out, '--epochs', '2', '--learning-rate', '0.01'], env);
  expect(told.code, told.stderr).toBe(0);
  expect(told.stderr).toContain('note: learning rate 0.01 instead of 0.064 from minibatch 3 on');
  expect(json('changed', 'config.json').learningRateChanges).toEqual([{ step: 2, learningRate: 0.01 }]);
  const other = await here(['train', '--resume', out, '--epochs', '3', '--clip-norm', '1'], env);
  expect(other.stderr).toMatch(
    /got also --clip-norm, expected .*only --epochs may be raised, and --learning-rate/,
  );
  expect(other.code).toBe(2);
});

describe('--seeds', () => {
  it('keeps other samples back for each seed, and has means over them', async () => {
    const out = join(folder, 'seeds');
    const run = [
      '--epochs',
      '2',
      '--seeds',
      '2',
      '--jobs',
      '1',
      ...all,
      '--normalise',
      '--out',
      out,
      '--json',
    ];
    // Each run gets a process of its own: the entry point of the command line is what this process was begun with.
    const { relaxon } = await import('./run.js');
    const told = await relaxon(['train', network, '--rule', 'bp', ...run, '--quiet'], { env });
    expect(told.code, told.stderr).toBe(0);
    const { mean, seeds } = JSON.parse(told.stdout);
    expect(Object.keys(mean).sort()).toEqual([
      ...['accuracy', 'averageAccuracy', 'bestAccuracy', 'testLoss', 'trainLoss', 'validationAccuracy'],
      'validationLoss',
    ]);
    expect(seeds[0].accuracy).toBe(json('seeds', 'seed-1', 'evaluation.json').accuracy);
    const normalised = [1, 2].map((seed) => json('seeds', `seed-${seed}`, 'normalisation.json').mean[0]);
    expect(normalised[0]).not.toBe(normalised[1]);
    const changed = await here(['train', '--resume', out, '--learning-rate', '0.1'], env);
    expect([changed.code, changed.stderr]).toEqual([
      2,
      expect.stringContaining('--learning-rate: got 0.1 with 2 of 2 runs trained to the end'),
    ]);
  });
});

it.each([
  [['--early-stopping', '2'], 'earlyStopping: got 2, expected none without validation samples'],
  [
    ['--early-stopping', '2', '--seeds', '2'],
    'earlyStopping: got 2, expected none without validation samples',
  ],
  [['--monitor', 'loss'], 'monitor: got loss, expected none without validation samples'],
  [['--validation-share', '1'], 'train.validationShare: got 1, expected a number below 1'],
  [
    ['--validation-share', '0.001'],
    'validationShare: got 0.001, which is 0 of the 120 training samples of mnist',
  ],
  [
    ['--validation-share', '0.5', '--batch-size', '64'],
    'batchSize: got 64, expected at most the 60 training samples of mnist',
  ],
  [['--learning-rate-schedule', 'cosin'], 'learningRateSchedule.name: got "cosin", expected one of'],
  [
    ['--learning-rate-schedule', 'warm-up:epochs=9,cosine', '--epochs', '9', '--seeds', '2'],
    'learningRateSchedule[1]: got cosine from minibatch 18 on, for 0',
  ],
  [['--average', 'mean'], 'average.name: got "mean", expected one of ema, swa'],
  [
    ['--node-learning-rates', '*.feedback=1'],
    'nodeLearningRates: got "*.feedback", expected one of layers.0, layers.1',
  ],
  [['--node-learning-rates', 'layers.1.bia=1'], 'Try "layers.1.bias"'],
])('refuses %j before anything is written', async (args, says) => {
  const out = join(folder, 'refused');
  const { code, stderr } = await train(...args, '--out', out);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
});

it('the command of docs/training.md is one', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/training.md'), 'utf8');
  const [, command] = /```sh\nnpm run -s relaxon -- train ([\s\S]*?)\n```/.exec(page)!;
  const options = trainOptions().parse(command.replaceAll('\\\n', ' ').split(/\s+/), { from: 'user' });
  expect(configurationFrom(undefined, options.opts<TrainOptions>())).toMatchObject({
    ...{ earlyStopping: 3, validationShare: 0.1, average: { name: 'ema', decay: 0.99 } },
    learningRateSchedule: [{ name: 'warm-up' }, { name: 'cosine', until: 8 }],
  });
});

it('rules lists schedules and averages with their settings', async () => {
  const { stdout } = await here(['rules']);
  expect(stdout).toMatch(/Learning-rate schedules[\s\S]*warm-up: up along a line[\s\S]* {2}from +number/);
  expect(stdout).toMatch(/Averages of the weights[\s\S]*ema: [\s\S]* {2}decay +number +\(default: 0.999\)/);
});

it('lowers a batch size that nobody asked for to what there is to learn from, and says so', async () => {
  const out = join(folder, 'lowered');
  const settings = jsonFile(folder, 'asks.json', {
    network: tinyNetwork,
    data: 'mnist',
    epochs: 1,
    batchSize: 64,
  });
  const half = ['--rule', 'bp', '--validation-share', '0.7', '--epochs', '1', '--out', out];
  const asked = await here(['train', '--config', settings, ...half], env);
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('at most the 36 training samples')]);
  const { code, stderr } = await here(['train', network, ...half], env);
  expect(code).toBe(0);
  expect(stderr).toContain('note: batch size 64 lowered to the 36 training samples of mnist\n');
  expect(json('lowered', 'config.json').batchSize).toBe(36);
});
