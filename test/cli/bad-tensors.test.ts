import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/lab/safetensors/index.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const sound = tensorsFor(tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', sound);
const input = tensor([2, 16], Array(32).fill(0.5));
const target = tensor([2, 10], Array(20).fill(0.1));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', input],
  ['target', target],
]);

/** The parameters with the first number of one of them replaced. */
const spoilt = (name: string, value: number) =>
  tensorFile(
    folder,
    `${value}.safetensors`,
    sound.map(([key, { shape, data }]): [string, Tensor] => [
      key,
      tensor(shape, key === name ? [value, ...Array.from(data, Number).slice(1)] : Array.from(data, Number)),
    ]),
  );

/** The bytes of the good parameters, changed. */
function damaged(name: string, change: (bytes: Buffer) => Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(params)));
  return path;
}

const batchOf = (name: string, ...tensors: [string, Tensor][]) => tensorFile(folder, name, tensors);
const out = join(folder, 'out.safetensors');
const withParams = (file: string) => ['relax', network, '--params', file, '--batch', batch, '--out', out];
const withBatch = (file: string) => ['relax', network, '--params', params, '--batch', file, '--out', out];

const cut = damaged('cut.safetensors', (bytes) => bytes.subarray(0, bytes.length - 10));
const flipped = damaged('flipped.safetensors', (bytes) => {
  bytes.write('"f32"', bytes.indexOf('"F32"'));
  return bytes;
});
const greedy = damaged('greedy.safetensors', (bytes) => {
  bytes.writeBigUInt64LE(2n ** 40n);
  return bytes;
});
const hungry = damaged('hungry.safetensors', (bytes) => {
  bytes.writeBigUInt64LE(5000n);
  return bytes;
});
const stub = damaged('stub.safetensors', (bytes) => bytes.subarray(0, 5));
const noise = damaged('noise.safetensors', (bytes) => bytes.map((byte, i) => (i < 8 ? byte : byte ^ 0x55)));
const missing = join(folder, 'missing.safetensors');
const whole = tensor([2, 16], Array(32).fill(0.5), 'F64');
const words: Tensor = { dtype: 'I32', shape: [2, 16], data: new Int32Array(32) };

const cases: [what: string, args: string[], says: string[]][] = [
  ['parameters cut short', withParams(cut), [`${cut}.data`, '678 bytes', '688', 'cut short']],
  ['parameters of an unknown type', withParams(flipped), [flipped, '"f32"', 'F64, F32']],
  ['a header of more bytes than a file can have', withParams(greedy), [greedy, '1099511627776 bytes']],
  ['a header of more bytes than the file has', withParams(hungry), [hungry, '5000 bytes', 'that follow']],
  ['parameters cut within the header length', withParams(stub), [stub, '5 bytes', 'at least 8']],
  ['parameters that are noise', withParams(noise), [noise, 'opening brace']],
  [
    'a parameter that is not a number',
    withParams(spoilt('layers.1.bias', Number.NaN)),
    ['NaN.safetensors: layers.1.bias', 'NaN at place 0'],
  ],
  [
    'a parameter that is infinite',
    withParams(spoilt('layers.0.weight', -Infinity)),
    ['-Infinity.safetensors: layers.0.weight', '-Infinity at place 0'],
  ],
  [
    'a parameter too many',
    withParams(tensorFile(folder, 'more.safetensors', [...sound, ['layers.0.wieght', input]])),
    ['more.safetensors', 'layers.0.wieght', 'Try "layers.0.weight"'],
  ],
  [
    'a parameter too few',
    withParams(tensorFile(folder, 'fewer.safetensors', sound.slice(1))),
    ['fewer.safetensors: layers.0.weight', 'nothing', '[6, 16]'],
  ],
  ['parameters that are not there', withParams(missing), [missing, 'nothing there']],
  ['a batch that is not there', withBatch(missing), [missing, 'nothing there']],
  ['a batch cut short', withBatch(cut), [`${cut}.data`, 'cut short']],
  [
    'a batch without a target',
    withBatch(batchOf('blind.safetensors', ['input', input])),
    ['blind.safetensors', 'tensors input', 'target'],
  ],
  [
    'an input that is not a number',
    withBatch(
      batchOf(
        'nan.safetensors',
        ['input', tensor([2, 16], [...Array(31).fill(1), Number.NaN])],
        ['target', target],
      ),
    ),
    ['nan.safetensors: input:', 'NaN at place 31'],
  ],
  [
    'a target that is infinite',
    withBatch(
      batchOf(
        'inf.safetensors',
        ['input', input],
        ['target', tensor([2, 10], [Infinity, ...Array(19).fill(0)])],
      ),
    ),
    ['inf.safetensors: target:', 'Infinity at place 0'],
  ],
  [
    'inputs and targets of two sizes',
    withBatch(batchOf('odd.safetensors', ['input', input], ['target', tensor([1, 10], Array(10).fill(0))])),
    ['odd.safetensors: target:', '[1, 10]', '[2, 10]'],
  ],
  [
    'inputs of another size',
    withBatch(batchOf('wide.safetensors', ['input', tensor([2, 9], Array(18).fill(0))], ['target', target])),
    ['wide.safetensors: input', '[2, 9]', '[batch, 16]'],
  ],
  [
    'whole numbers as inputs',
    withBatch(batchOf('words.safetensors', ['input', words], ['target', target])),
    ['words.safetensors: input', 'I32', 'F32 or F64'],
  ],
  [
    'a batch of no sample',
    withBatch(batchOf('empty.safetensors', ['input', tensor([0, 16], [])], ['target', tensor([0, 10], [])])),
    ['empty.safetensors: input:', 'no row', 'at least one sample'],
  ],
  [
    'numbers whose products overflow',
    withBatch(
      batchOf(
        'huge.safetensors',
        ['input', whole],
        ['target', tensor([2, 10], Array(20).fill(1e300), 'F64')],
      ),
    ),
    ['huge.safetensors', 'Infinity', 'finite number'],
  ],
];

const before = contents(folder);

describe.concurrent('a tensor file is refused for', () => {
  it.each(cases)('%s', async (what, args, says) => {
    await expectRefusal({ what, args: [...args, '--quiet'], says });
  });

  it('a row that it does not have', async () => {
    const args = [
      'simulate',
      network,
      '--input',
      batch,
      '--sample',
      '2',
      '--out',
      join(folder, 'simulation'),
    ];
    await expectRefusal({ what: 'a row', args, says: ['--sample', 'got 2', `${batch}: 0 to 1`] });
  });
});

it('no refusal leaves a trace', () => {
  expect(contents(folder)).toEqual(before);
});
