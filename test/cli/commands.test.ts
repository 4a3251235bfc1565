import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { here } from './here.js';
import { relaxon } from './run.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const data = tinyMnist(join(folder, 'data'));
const env = { RELAXON_DATA: data, XDG_CACHE_HOME: join(folder, 'cache') };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);
const names = [
  'train',
  'relax',
  'simulate',
  'stream',
  'agree',
  'gradcheck',
  'convert',
  'evaluate',
  'predict',
  'export',
  'audit',
  'new',
  'data',
  'demo',
  'info',
  'data list',
  'data fetch',
  'data path',
];

describe.concurrent('every command', () => {
  it.each(names)('explains itself: %s --help', async (name) => {
    const { code, stdout, stderr } = await here([...name.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: relaxon ${name} `));
    expect(stdout).toContain('--help');
  });

  it('is listed by --help', async () => {
    const { code, stdout } = await here(['--help']);
    expect(code).toBe(0);
    for (const name of names.slice(0, 9)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('runs from the sources, too', async () => {
    const { code, stdout } = await relaxon(['data', 'path', 'mnist'], { env, sources: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${join(data, 'mnist')}\n` });
  });

  it('is missed when there is none', async () => {
    const { code, stdout, stderr } = await here([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: relaxon /);
  });
});

const fewSteps = ['--steps', '2', '--step-size', '1'];
const withJson: [name: string, args: string[], keys: string[]][] = [
  [
    'train',
    ['train', network, '--epochs', '1', ...fewSteps, '--out', join(folder, 'run')],
    ['directory', 'rule', 'accuracy', 'epochs'],
  ],
  [
    'relax',
    ['relax', network, '--params', params, '--batch', batch, '--out', join(folder, 'out')],
    ['out', 'samples', 'loss', 'tensors'],
  ],
  [
    'simulate',
    ['simulate', network, '--input', batch, ...fewSteps, '--out', join(folder, 'simulation')],
    ['out', 'messages', 'loss', 'outputs', 'energy', 'recorded'],
  ],
  ['agree', ['agree', network, ...fewSteps, '--solver', 'euler'], ['agree', 'differences']],
  [
    'convert',
    ['convert', params, '--network', network, '--to', 'pytorch', '--out', join(folder, 'torch')],
    ['out', 'to', 'tensors', 'notes'],
  ],
  ['audit', ['audit', '--rule', 'bp'], ['asDeclared', 'audits']],
  ['rules', ['rules'], ['rules', 'optimisers', 'schedules', 'averages']],
  ['rules --support', ['rules', '--support'], ['uses', 'outputs', 'optimisers']],
  ['data list', ['data', 'list'], ['sets']],
  ['data path', ['data', 'path', 'mnist'], ['name', 'path']],
  ['data fetch', ['data', 'fetch', 'mnist'], ['name', 'paths']],
  ['info', ['info', '--backend', 'cpu'], ['versions', 'machine', 'backend', 'data', 'names']],
];

describe.concurrent('--json', () => {
  it.each(withJson)('has %s print one JSON object, on one line, and nothing else', async (_, args, keys) => {
    const { code, stdout } = await here([...args, '--json'], env);
    expect(code).toBe(0);
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
    expect(Object.keys(JSON.parse(stdout))).toEqual(keys);
  });
});

describe.concurrent('data', () => {
  it('lists every set, and where its files are', async () => {
    const { stdout } = await here(['data', 'list'], env);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(lines).toContainEqual(['mnist', join(data, 'mnist', 'train-images-idx3-ubyte'), '1936 bytes']);
    expect(lines).toContainEqual(['fashion-mnist', 'fashion-mnist/train-labels-idx1-ubyte.gz', 'missing']);
    expect(lines.find(([name]) => name === 'digits')?.at(-1)).toBe('built in');
  });

  it('says where a set is, or would be put, without putting it there', async () => {
    const [found, wanted] = await Promise.all(
      ['mnist', 'optdigits'].map((name) => here(['data', 'path', name], env)),
    );
    expect(found.stdout).toBe(`${join(data, 'mnist')}\n`);
    expect(wanted.stdout).toBe(`${join(folder, 'cache', 'relaxon', 'optdigits')}\n`);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });
});

it('info says which backend runs, and which names there are', async () => {
  const { code, stdout } = await here(['info', '--backend', 'cpu'], env);
  expect(code).toBe(0);
  for (const words of ['backend cpu', 'relu, tanh', 'synchronous, top-down', 'digits, optdigits', data]) {
    expect(stdout).toContain(words);
  }
});
