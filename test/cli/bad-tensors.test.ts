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
function spoilt(name: string, value: number): string {
  const replaced = sound.map(([key, { shape, data }]): [string, Tensor] => {
    const numbers = Array.from(data, Number);
    return [key, tensor(shape, key === name ? [value, ...numbers.slice(1)] : numbers)];
  });
  return tensorFile(folder, `${value}.safetensors`, replaced);
}

/** The bytes of the good parameters, changed. */
function damaged(name: string, change: (bytes: Buffer) => Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(params)));
  return path;
}

function withHeaderLength(bytes: Buffer, length: bigint): Uint8Array {
  bytes.writeBigUInt64LE(length);
  return bytes;
}

const out = join(folder, 'out.safetensors');
const withParams = (file: string) => ['relax', network, '--params', file, '--batch', batch, '--out', out];
const withBatch = (file: string) => ['relax', network, '--params', params, '--batch', file, '--out', out];
const batchOf = (name: string, given: Tensor, wanted: Tensor) =>
  withBatch(
    tensorFile(folder, name, [
      ['input', given],
      ['target', wanted],
    ]),
  );

const cut = damaged('cut.safetensors', (bytes) => bytes.subarray(0, bytes.length - 10));
const greedy = damaged('greedy.safetensors', (bytes) => withHeaderLength(bytes, 2n ** 40n));
const hungry = damaged('hungry.safetensors', (bytes) => withHeaderLength(bytes, 5000n));
const noise = damaged('noise.safetensors', (bytes) => bytes.map((byte, i) => (i < 8 ? byte : byte ^ 0x55)));
const missing = join(folder, 'missing.safetensors');
const gap = tensor([2, 16], [...Array(31).fill(1), Number.NaN]);
const vast = tensor([2, 10], Array(20).fill(1e300), 'F64');

const cases: [what: string, args: string[], says: string[]][] = [
  ['parameters cut short', withParams(cut), [`${cut}.data`, '678 bytes', '688', 'cut short']],
  ['parameters that are noise', withParams(noise), [noise, 'opening brace']],
  ['a header of more bytes than a file has', withParams(hungry), [hungry, '5000 bytes', 'that follow']],
  ['a header of more bytes than any file has', withParams(greedy), [greedy, '1099511627776 bytes']],
  [
    'a parameter that is not a number',
    withParams(spoilt('layers.1.bias', Number.NaN)),
    ['NaN.safetensors: got layers.1.bias with NaN at place 0', 'finite'],
  ],
  [
    'a parameter that is infinite',
    withParams(spoilt('layers.0.weight', -Infinity)),
    ['-Infinity.safetensors: got layers.0.weight with -Infinity at place 0', 'finite'],
  ],
  ['parameters that are not there', withParams(missing), [missing, 'nothing there']],
  ['a batch cut short', withBatch(cut), [`${cut}.data`, 'cut short']],
  [
    'an input that is not a number',
    batchOf('nan.safetensors', gap, target),
    ['nan.safetensors: input:', 'NaN at place 31', 'finite'],
  ],
  [
    'numbers whose products overflow',
    batchOf('vast.safetensors', input, vast),
    ['vast.safetensors', 'a loss of Infinity', 'finite'],
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
