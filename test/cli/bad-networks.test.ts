import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const out = join(folder, 'out');
const data = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);

const [hidden, last] = tinyNetwork.layers;
const withHidden = (name: string, changes: object) =>
  jsonFile(folder, `${name}.json`, { ...tinyNetwork, layers: [{ ...hidden, ...changes }, last] });
const cycle = jsonFile(folder, 'cycle.json', {
  inputs: { image: [16] },
  nodes: {
    a: { type: 'dense', units: 4, from: ['image', 'b'] },
    b: { type: 'dense', units: 4, from: ['a'] },
    answer: { type: 'dense', units: 10, from: ['b'] },
  },
  outputs: { answer: { loss: 'mse' } },
});
const narrow = jsonFile(folder, 'narrow.json', { ...tinyNetwork, input: [9] });
const short = jsonFile(folder, 'short.json', { ...tinyNetwork, layers: [hidden, { ...last, units: 3 }] });
const torn = join(folder, 'torn.json');
writeFileSync(torn, '{\n  "input": [16],\n  "layers": [}\n');
const notJson = join(folder, 'binary.json');
writeFileSync(notJson, Uint8Array.from([0xff, 0xfe, 0x00, 0x01]));
const directory = join(folder, 'directory.json');
mkdirSync(directory);
const none = join(folder, 'none.json');

const train = (network: string) => ['train', network, '--out', out];
const relax = (network: string, to = join(folder, 'out.safetensors')) => [
  ...['relax', network, '--params', params, '--batch', batch, '--out', to],
];
const simulate = (network: string) => ['simulate', network, '--input', batch, '--out', out];

const cases: [what: string, args: string[], says: string[]][] = [
  [
    'a key that there is not',
    train(withHidden('key', { unit: 3 })),
    ['key.json.layers.0', '"unit"', 'Try "units"'],
  ],
  [
    'an activation that there is not',
    relax(withHidden('activation', { activation: 'rleu' })),
    ['activation.json.layers.0.activation', '"rleu"', 'relu, tanh', 'Try "relu"'],
  ],
  ['a cycle', train(cycle), ['cycle.json.nodes', 'a -> b -> a']],
  [
    'an input that is not the size of the images',
    train(narrow),
    ['narrow.json.input', 'size 9', '16', '4x4'],
  ],
  [
    'an output that is not the number of classes',
    train(short),
    ['short.json.layers.1', 'size 3', '10 (classes of mnist)'],
  ],
  [
    'a network that the parameters do not fit',
    relax(narrow),
    ['params.safetensors: got layers.0.weight', '[6, 16]', '[6, 9]'],
  ],
  [
    'a network that the batch does not fit',
    simulate(narrow),
    ['batch.safetensors: input', '[1, 16]', '[batch, 9]'],
  ],
  ['a file that is not there', train(none), [none, 'nothing there', 'a file to read']],
  ['a file that is a folder', train(directory), [directory, 'a folder', 'a file to read']],
  ['JSON with a mistake', train(torn), [`${torn}:3:14`, '"}', 'JSON']],
  ['a file that is no text', simulate(notJson), [notJson, 'not UTF-8', 'text']],
  [
    'a file that is no object',
    ['agree', jsonFile(folder, 'list.json', [1, 2])],
    ['list.json', '[1,2]', 'an object'],
  ],
];

const before = contents(folder);

describe.concurrent('a network is refused for', () => {
  it.each(cases)('%s', async (what, args, says) => {
    await expectRefusal({ what, args, says, env: data });
  });
});

it('no refusal leaves a trace', () => {
  expect(contents(folder)).toEqual(before);
});
