import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const env = { RELAXON_DATA: tinyMnist(at('data')), XDG_CACHE_HOME: at('cache') };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const sound = tensorsFor(tinyNetwork);
const weights = tensorFile(folder, 'sound.safetensors', sound);
const file = (name: string, tensors: Parameters<typeof tensorFile>[2]) => tensorFile(folder, name, tensors);
const renamed = (to: (name: string) => string) =>
  sound.map(([name, one]): [string, typeof one] => [to(name), one]);

const other = file(
  'other.safetensors',
  renamed((name) => name.replace('layers.', 'fc')),
);
const three = file('three.safetensors', [
  ...renamed((name) => name.replace('layers.', '')),
  ['2.weight', tensor([1, 1], [1])],
]);
const nan = file('nan.safetensors', [
  ...sound.slice(0, -1),
  [sound[sound.length - 1][0], tensor([10], Array(10).fill(Number.NaN))],
]);
const bytes = (name: string, data: number[] | string) => {
  writeFileSync(at(name), Buffer.from(data as string));
  return at(name);
};
const pt = bytes('torch.pt', [0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]);
const pickle = bytes('old.pt', [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9]);
const table = jsonFile(folder, 'table.json', ['fc']);
const badInput = file('bad.safetensors', [['input', tensor([2, 15], Array(30).fill(1))]]);
const nowhere = file('nowhere.safetensors', [['input', tensor([1, 16], [...Array(15).fill(1), Number.NaN])]]);
const wide = bytes('wide.csv', 'a,b,c\n1,2,3\n');
const run = at('run');
const out = at('new');

beforeAll(async () => {
  mkdirSync(at('empty'));
  const few = ['--epochs', '1', '--limit-train-batches', '2', '--rule', 'bp', '--quiet'];
  await here(['train', network, ...few, '--out', run], env);
});

const train = (...more: string[]) => ['train', network, '--data', 'mnist', '--out', out, ...more];
const evaluate = (...more: string[]) => ['evaluate', ...more, '--out', out];
const predict = (...more: string[]) => ['predict', ...more, '--out', `${out}.csv`];

const cases: [what: string, args: () => string[], says: string[]][] = [
  [
    'names of something else',
    () => train('--params', other),
    [other, 'no layers.0.weight', 'fc1.bias', 'layers.1.weight [10, 6]'],
  ],
  [
    'more modules than the network has',
    () => train('--params', three),
    [three, '2.weight', 'no layers.0.weight'],
  ],
  [
    'numbers that are none',
    () => train('--params', nan),
    [nan, 'layers.1.bias with NaN at place 0', 'finite'],
  ],
  ['what torch.save writes', () => train('--params', pt), [pt, 'zip archive', 'save_file']],
  ['a pickle', () => evaluate(network, '--params', pickle), [pickle, 'a pickle', 'safetensors']],
  ['weights that are not there', () => train('--params', at('missing')), [at('missing'), 'nothing there']],
  ['a folder of weights', () => train('--params', run), [run, 'a folder']],
  ['a rename without weights', () => train('--rename', 'a=b'), ['--rename', 'params not given']],
  ['a part without weights', () => train('--partial'), ['--partial', '--params FILE']],
  [
    'a rename that is no pair',
    () => train('--params', weights, '--rename', 'a=b=c'),
    ['--rename', 'FROM=TO'],
  ],
  ['a rename twice', () => train('--params', weights, '--rename', 'a=b,a=c'), ['--rename', '"a" twice']],
  [
    'renames that fit nothing',
    () => train('--params', weights, '--rename', 'x=y,z=y'),
    ['rename', 'x, z', 'layers.0.bias'],
  ],
  [
    'two tensors of one name',
    () => train('--params', weights, '--rename', 'layers.0=layers.1'),
    ['twice', 'layers.1.weight'],
  ],
  [
    'a table that is none',
    () => train('--params', weights, '--rename', table),
    [table, 'an object of names'],
  ],
  [
    'a layout that there is not',
    () => train('--params', weights, '--layout', 'torch'),
    ['--layout', '"torch"', 'pytorch'],
  ],
  ['a network without weights', () => evaluate(network, '--data', 'mnist'), [network, '--params FILE']],
  [
    'a network without data',
    () => evaluate(network, '--params', weights),
    ['--data', 'none', '--data mnist'],
  ],
  ['weights for a run', () => evaluate(run, '--params', weights), ['--params', '--checkpoint']],
  [
    'a checkpoint of a network',
    () => evaluate(network, '--params', weights, '--checkpoint', 'last'),
    ['--checkpoint', '--params'],
  ],
  [
    'a checkpoint that there is not',
    () => evaluate(run, '--checkpoint', 'first'),
    ['--checkpoint', '"first"', 'last, best'],
  ],
  [
    'a best checkpoint of a run without',
    () => evaluate(run, '--checkpoint', 'best'),
    ['no best checkpoint', 'validation'],
  ],
  ['a folder that is no run', () => evaluate(at('empty')), [at('empty'), 'no run', 'train wrote']],
  [
    'a part that the data have not',
    () => evaluate(run, '--split', 'validation'),
    ['--split', 'validation', 'mnist'],
  ],
  ['data of another size', () => evaluate(run, '--data', 'digits'), ['digits', '28x28']],
  [
    'a backend of the event engine',
    () => evaluate(run, '--engine', 'events', '--backend', 'wasm'),
    ['--backend', 'events'],
  ],
  ['no inputs', () => predict(run), ['no inputs', '--input FILE']],
  [
    'two kinds of inputs',
    () => predict(run, '--input', badInput, '--data', 'mnist'),
    ['--input', 'also --data'],
  ],
  ['inputs of another size', () => predict(run, '--input', badInput), [badInput, '[2, 15]', '16']],
  ['inputs that are no numbers', () => predict(run, '--input', nowhere), [nowhere, 'NaN', 'finite']],
  ['a table of other columns', () => predict(run, '--input', wide), [wide, '"1-16"', '1 .. 3']],
  ['inputs that are not there', () => predict(run, '--input', at('none.csv')), [at('none.csv')]],
  [
    'an ending that there is not',
    () => [...predict(run, '--split', 'test').slice(0, -1), `${out}.xls`],
    ['--out', '"xls"', 'csv'],
  ],
  ['no ending', () => [...predict(run, '--split', 'test').slice(0, -1), out], ['--out', 'without an ending']],
  [
    'activities in one array',
    () => [...predict(run, '--split', 'test', '--activities').slice(0, -1), `${out}.npy`],
    ['activities', '.safetensors'],
  ],
  ['an export into a folder that is there', () => ['export', run, '--out', run], [run]],
  [
    'steps without a target',
    () => ['relax', network, '--params', weights, '--batch', nowhereGood(), '--steps', '3', '--out', out],
    ['--steps', 'no target in the input'],
  ],
];

const nowhereGood = () => file('alone.safetensors', [['input', tensor([1, 16], Array(16).fill(0.5))]]);

describe('refused in one line, and nothing is written', () => {
  it.each(cases)('%s', async (what, args, says) => {
    const before = contents(run);
    await expectRefusal({ what, args: args(), says, env });
    for (const path of [out, `${out}.csv`, `${out}.npy`, `${out}.xls`]) expect(existsSync(path)).toBe(false);
    expect(contents(run)).toEqual(before);
  });
});

it('a run does not begin anew with a file that has changed', async () => {
  const given = file('changing.safetensors', sound);
  const few = ['--epochs', '1', '--limit-train-batches', '1', '--quiet'];
  expect((await here([...train('--params', given), ...few, '--out', at('began')], env)).code).toBe(0);
  file('changing.safetensors', tensorsFor(tinyNetwork, 'F32', 2));
  const args = ['train', '--config', at('began/config.json'), '--out', out];
  await expectRefusal({ what: 'other weights', args, says: [given, 'sha256', 'as written down'], env });
  expect(existsSync(out)).toBe(false);
});
