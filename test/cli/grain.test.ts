import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);
const steps = ['--steps', '5'];
const few = [
  '--batch-size',
  '4',
  '--limit-train-batches',
  '6',
  '--limit-test-samples',
  '10',
  '--epochs',
  '2',
];
const path = (...names: string[]) => join(folder, ...names);

const commands = {
  train: (out: string) => ['train', network, '--engine', 'events', ...few, ...steps, '--out', out],
  relax: (out: string) => [
    ...['relax', network, '--engine', 'events', '--params', params, '--batch', batch],
    ...[...steps, '--out', out],
  ],
  simulate: (out: string) => [
    'simulate',
    network,
    '--input',
    batch,
    ...steps,
    '--delay',
    '0.3',
    '--out',
    out,
  ],
};
const results = {
  train: ['metrics.jsonl', 'checkpoint.safetensors', 'evaluation.json'],
  relax: [''],
  simulate: ['messages.jsonl', 'raster.svg', 'relaxation.svg'],
};
const names = ['train', 'relax', 'simulate'] as const;
const grains = { default: [], synapse: ['--grain', 'synapse'], arbor: ['--grain', 'arbor'] };

describe.concurrent('whatever the grain, the bytes are the same', () => {
  it.each(names)('of %s', async (name) => {
    for (const [grain, options] of Object.entries(grains)) {
      const ended = await here([...commands[name](path(`${name}-${grain}`)), ...options], env);
      expect(ended).toMatchObject({ code: 0 });
    }
    for (const file of results[name]) {
      const want = bytesOf(path(`${name}-default`, file));
      expect(bytesOf(path(`${name}-synapse`, file)), file).toBe(want);
      expect(bytesOf(path(`${name}-arbor`, file)), file).toBe(want);
    }
  });
});

describe('the configuration of a training', () => {
  const configurationIn = (run: string) => JSON.parse(readFileSync(path(run, 'config.json'), 'utf8'));

  it('says which grain was asked for, and nothing where none was', () => {
    const asked = configurationIn('train-arbor');
    expect(asked.grain).toBe('arbor');
    const { grain, ...others } = asked;
    expect(configurationIn('train-default')).toEqual(others);
  });

  it('keeps its grain when it goes on, to the same bytes', async () => {
    const half = commands.train(path('half')).map((word, i, all) => (all[i - 1] === '--epochs' ? '1' : word));
    expect(await here([...half, '--grain', 'arbor'], env)).toMatchObject({ code: 0 });
    const goOn = ['train', '--resume', path('half'), '--epochs', '2'];
    expect(await here(goOn, env)).toMatchObject({ code: 0 });
    for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors']) {
      expect(bytesOf(path('half', file)), file).toBe(bytesOf(path('train-arbor', file)));
    }
  });
});

describe.concurrent('a grain is refused', () => {
  let before: Record<string, string>;
  beforeAll(() => {
    before = contents(folder);
    return () => expect(contents(folder)).toEqual(before);
  });
  const relax = ['relax', network, '--params', params, '--batch', batch, '--out', path('out')];
  const train = ['train', network, '--out', path('out')];
  const none = ['expected none: only engine events has actors', 'Try engine events.'];

  it.each([
    ['by train', train, 'arbor', ['train.grain', 'arbor with engine batched', ...none]],
    ['by train, even the usual one', train, 'synapse', ['train.grain', 'synapse with engine batched']],
    ['by relax', relax, 'arbor', ['--grain', 'arbor with engine batched', ...none]],
    ['when there is no such', train, 'arbour', ['--grain', '"arbour"', 'synapse, arbor', 'Try "arbor"']],
    ['by simulate when there is no such', commands.simulate(path('out')), 'fine', ['--grain', '"fine"']],
  ])('%s', async (what, args, grain, says) => {
    await expectRefusal({ what, args: [...args, '--grain', grain], says, env });
  });
});
