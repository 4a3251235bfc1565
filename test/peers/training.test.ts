import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import { trainInTorch } from '../../experiments/lib/torch-training.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { readJsonLines } from '../../src/lab/files.js';
import { createProgress } from '../../src/lab/progress.js';
import { train } from '../../src/lab/runs/run.js';
import { newRun } from '../../src/lab/runs/setup.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-torch-training-'));
afterAll(() => rmSync(folder, { recursive: true }));

const found = findPeer('torch');
const network = {
  input: [28, 28],
  layers: [16, 16, 10].map((units, i) => ({ type: 'dense', units, activation: i < 2 ? 'relu' : 'linear' })),
  loss: 'cross-entropy',
  init: { weight: 'glorot', bias: 'zeros' },
};
const cases = [
  ['momentum', 0.02],
  ['rmsprop', 0.001],
  ['adam', 0.001],
  ['adamw', 0.001],
] as const;

it.skipIf('reason' in found).each(cases)(
  'an epoch by %s is that of PyTorch, to 1e-4',
  async (optimiser, learningRate) => {
    const asked = { network, data: 'digits', rule: 'bp', optimiser, learningRate, epochs: 1 };
    const configuration = configurationOf(asked);
    const directory = join(folder, optimiser);
    const run = await newRun(configuration, directory);
    const { accuracy } = await train(
      run,
      createProgress({ total: 1, unit: 'epochs', label: 'training', quiet: true }),
      new AbortController().signal,
    );
    const epoch = readJsonLines(join(directory, 'metrics.jsonl')).findLast(({ kind }) => kind === 'epoch');
    const [theirs] = await trainInTorch('python' in found ? found.python : '', configuration);
    const loss = Number(epoch?.['train/loss']);
    expect(Math.abs(loss - theirs.trainLoss) / theirs.trainLoss).toBeLessThan(1e-4);
    expect(Math.abs(Number(accuracy) - theirs.testAccuracy)).toBeLessThan(2e-3);
  },
);
