import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

const folder = workspace();
const network = {
  input: [28, 28],
  layers: [
    { type: 'dense', units: 12, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'linear' },
  ],
  loss: 'mse',
};
const kinds = {
  'the batched engine on the built-in digits': {
    file: jsonFile(folder, 'digits.json', network),
    options: '--data digits --limit-train-batches 30 --batch-size 20 --limit-test-samples 100 --steps 20',
  },
  'the event engine': {
    file: jsonFile(folder, 'tiny.json', tinyNetwork),
    options: '--engine events --limit-train-batches 30 --batch-size 2 --steps 5 --limit-test-samples 10',
  },
};
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };

async function train(name: string, file: string, options: string, seed: number): Promise<string> {
  const out = join(folder, name);
  const schedule = ['--epochs', '2', '--checkpoint-every', '7', '--seed', String(seed)];
  const ended = await relaxon(['train', file, ...options.split(' '), ...schedule, '--out', out], { env });
  expect(ended).toMatchObject({ code: 0 });
  return out;
}

describe.each(Object.entries(kinds))('a training on %s', (kind, { file, options }) => {
  let one: string;
  let again: string;
  let other: string;
  beforeAll(async () => {
    const name = kind.replaceAll(' ', '-');
    [one, again, other] = await Promise.all([
      train(`${name}-one`, file, options, 3),
      train(`${name}-again`, file, options, 3),
      train(`${name}-other`, file, options, 4),
    ]);
  });

  it.each(['metrics.jsonl', 'checkpoint.safetensors'])('writes the same %s for the same seed', (name) => {
    expect(bytesOf(join(again, name))).toBe(bytesOf(join(one, name)));
  });

  it.each(['metrics.jsonl', 'checkpoint.safetensors'])('writes another %s for another seed', (name) => {
    expect(bytesOf(join(other, name))).not.toBe(bytesOf(join(one, name)));
  });

  it('writes a row per epoch, the untrained network first, and one per 50 minibatches', () => {
    const rows = readFileSync(join(one, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    const told = rows.map((row) => JSON.parse(row)).map(({ kind, step }) => `${kind} ${step}`);
    expect(told).toEqual(['epoch 0', 'epoch 30', 'interval 50', 'epoch 60']);
  });
});

it('a run that goes on does so on the backend that it began with', async () => {
  const { file } = kinds['the event engine'];
  const options = ['--batch-size', '8', '--steps', '5', '--backend', 'cpu', '--limit-test-samples', '10'];
  const began = ['train', file, ...options, '--epochs', '1', '--out', join(folder, 'went on')];
  const [whole] = await Promise.all([
    relaxon(['train', file, ...options, '--epochs', '2', '--out', join(folder, 'at once')], { env }),
    relaxon(began, { env }),
  ]);
  const goOn = ['train', '--resume', join(folder, 'went on'), '--epochs', '2'];
  const resumed = await relaxon(goOn, { env });
  expect([whole.code, resumed.code]).toEqual([0, 0]);
  expect(resumed.stderr).toMatch(/^backend cpu /);
  for (const name of ['metrics.jsonl', 'checkpoint.safetensors']) {
    expect(bytesOf(join(folder, 'went on', name))).toBe(bytesOf(join(folder, 'at once', name)));
  }
});
