import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const data = tinyMnist(join(folder, 'data'));
const others = tinyMnist(join(folder, 'others'), 120, 40, 2);
const network = jsonFile(folder, 'net.json', tinyNetwork);
const run = join(folder, 'run');
const empty = join(folder, 'empty');
mkdirSync(empty);

const settings = '--epochs 1 --batch-size 8 --limit-train-batches 3 --steps 2 --limit-test-samples 10'.split(
  ' ',
);
let before: Record<string, string>;
beforeAll(async () => {
  const train = ['train', network, ...settings, '--out', run];
  expect(await relaxon(train, { env: { RELAXON_DATA: data } })).toMatchObject({ code: 0 });
  for (const [name, file, change] of damages) {
    cpSync(run, join(folder, name), { recursive: true });
    const path = join(folder, name, file);
    writeFileSync(path, change(readFileSync(path)));
  }
  before = contents(folder);
});

const replace = (from: RegExp, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
const damages: [name: string, file: string, change: (bytes: Buffer) => Uint8Array][] = [
  ['cut', 'checkpoint.safetensors', (bytes) => bytes.subarray(0, bytes.length - 1)],
  ['flipped', 'checkpoint.safetensors', replace(/"step\\":3/, '"step\\":2')],
  ['older', 'checkpoint.safetensors', replace(/checkpoint 2/, 'checkpoint 1')],
  ['renamed', 'checkpoint.safetensors', replace(/relaxon\.format/, 'relaxon.farmat')],
  ['config', 'config.json', replace(/"epochs"/, '"epoches"')],
  ['half', 'config.json', (bytes) => bytes.subarray(0, 50)],
  ['rate', 'config.json', replace(/0\.064/, '0.128')],
  ['batches', 'config.json', replace(/"limitTrainBatches": 3/, '"limitTrainBatches": 2')],
  ['provenance', 'provenance.json', () => Buffer.from('{}')],
  ['metrics', 'metrics.jsonl', (bytes) => Buffer.concat([Buffer.from('not a row\n'), bytes])],
];
const broken: [name: string, says: string[]][] = [
  ['cut', [join(folder, 'cut', 'checkpoint.safetensors.data'), 'cut short']],
  ['flipped', [join(folder, 'flipped', 'checkpoint.safetensors'), 'do not fit their SHA-256']],
  [
    'older',
    [
      join(folder, 'older', 'checkpoint.safetensors'),
      '"relaxon checkpoint 1"',
      'expected relaxon checkpoint 2',
    ],
  ],
  [
    'renamed',
    [
      join(folder, 'renamed', 'checkpoint.safetensors'),
      'from before there were versions',
      'relaxon checkpoint 2',
    ],
  ],
  ['config', [join(folder, 'config', 'config.json'), '"epoches"', 'Try "epochs"']],
  ['half', [join(folder, 'half', 'config.json:'), 'JSON']],
  ['rate', [join(folder, 'rate', 'config.json.learningRate'), '0.128', '0.064']],
  ['batches', [join(folder, 'batches', 'config.json'), '2 minibatches per epoch', 'the run began with']],
  ['provenance', [join(folder, 'provenance', 'provenance.json.started'), 'nothing']],
  ['metrics', [join(folder, 'metrics', 'metrics.jsonl:1:1'), '"not a row"', 'JSON']],
];
const resume = (directory: string, ...more: string[]) => ['train', '--resume', directory, ...more];
const own = { RELAXON_DATA: data };

describe.concurrent('--resume refuses', () => {
  it.each(broken)('a run with a broken file: %s', async (name, says) => {
    await expectRefusal({ what: name, args: resume(join(folder, name)), says, env: own });
  });

  it.each([
    [
      'a directory that is no run',
      resume(empty),
      [empty, 'no run with a checkpoint', 'a directory that train wrote'],
    ],
    [
      'a directory that is not there',
      resume(join(folder, 'gone')),
      [join(folder, 'gone'), 'no run with a checkpoint'],
    ],
    ['a file', resume(network), [network, 'no run with a checkpoint']],
    [
      'a network beside it',
      resume(run, network),
      ['train --resume', `also ${network}`, 'only --epochs may be raised'],
    ],
    [
      'another option beside it',
      resume(run, '--batch-size', '3'),
      ['train --resume', 'also --batch-size', 'only --epochs'],
    ],
    ['fewer epochs', resume(run, '--epochs', '0'), ['epochs', 'got 0', 'at least the 1']],
  ])('%s', async (what, args, says) => {
    await expectRefusal({ what, args, says, env: own });
  });

  it('other data than the run began with', async () => {
    const says = [`${run}: data mnist`, 'checksum', others, 'as the run began with', 'RELAXON_DATA'];
    await expectRefusal({ what: 'other data', args: resume(run), says, env: { RELAXON_DATA: others } });
  });
});

it('no refusal changes a run', () => {
  expect(contents(folder)).toEqual(before);
});
