import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readParameters, writeParameters } from '../../../src/index.js';
import { toPyTorch } from '../../../src/lab/pytorch/index.js';
import type { Tensor } from '../../../src/lab/safetensors/index.js';
import { encodeSafetensors } from '../../../src/lab/safetensors/index.js';
import { readWeights } from '../../../src/lab/weights/read.js';
import { readRenames, renamed } from '../../../src/lab/weights/renames.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { jsonFile, tensor, tensorFile } from '../../cli/tiny.js';
import { workspace } from '../../cli/workspace.js';
import { refusal } from '../../network/refusals.js';

const folder = workspace();
const chain = parseNetwork({
  input: [3],
  layers: [
    { type: 'dense', units: 4, activation: 'relu' },
    { type: 'dense', units: 4, activation: 'relu' },
    { type: 'dense', units: 2 },
  ],
  init: { bias: { type: 'normal', sd: 1 } },
});
const ours = initialParameters(chain, 3);

let files = 0;
/** The parameters of the chain under other names. @param to a name's module and the rest of it */
function named(to: (module: number, key: string) => string, more: [string, Tensor][] = []): string {
  const tensors = Object.entries(ours).map(([name, { shape, data }]): [string, Tensor] => {
    const [, module, key] = name.split('.');
    return [to(Number(module), key), tensor(shape, [...data])];
  });
  return tensorFile(folder, `${files++}.safetensors`, [...tensors, ...more]);
}
const asNumbers = (parameters: typeof ours) =>
  Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, [...data]]));
const expectOurs = (path: string, how = {}) =>
  expect(asNumbers(readParameters(path, chain, how))).toEqual(asNumbers(ours));

describe('names of a file', () => {
  it.each<[string, (module: number, key: string) => string]>([
    ['as they are', (k, key) => `layers.${k}.${key}`],
    ['with a prefix', (k, key) => `model.layers.${k}.${key}`],
    ['with several', (k, key) => `module.model.layers.${k}.${key}`],
    ['numbers of nn.Sequential', (k, key) => `${[1, 9, 10][k]}.${key}`],
    ['numbers behind a prefix', (k, key) => `model.net.${2 * k}.${key}`],
    ['layers that are counted with what lies between', (k, key) => `layers.${2 * k + 1}.${key}`],
    ['numbers in numbers', (k, key) => `${['0.0', '0.2', '1'][k]}.${key}`],
  ])('are found: %s', (_, to) => {
    expectOurs(named(to));
  });

  it('are renamed, by whole names, by beginnings, and by the longest of these', () => {
    const path = named((k, key) => (k === 1 && key === 'bias' ? 'b' : `enc.fc${k}.${key}`));
    expectOurs(path, {
      rename: readRenames('enc=layers,enc.fc0=layers.0,enc.fc1=layers.1,enc.fc2=layers.2,b=layers.1.bias'),
    });
    const table = jsonFile(folder, 'table.json', { 'enc.fc': 'x', enc: '', b: 'fc1.bias' });
    expect(
      refusal(() => readRenames(table) && readParameters(path, chain, { rename: readRenames(table) })),
    ).toContain('rename: got enc.fc, expected beginnings of names');
  });

  it('are renamed to nothing, and never two to one', () => {
    expect(renamed({ 'a.x': 1, 'b.y': 2 }, { a: '', b: 'c' }, 'F')).toEqual({ x: 1, 'c.y': 2 });
    expect(refusal(() => renamed({ 'a.x': 1, 'b.x': 2 }, { a: 'c', b: 'c' }, 'F'))).toContain(
      'F: rename: got c.x twice, expected a name for each tensor.',
    );
  });

  it('that do not fit are told at once, with what renames would do', () => {
    const path = named((k, key) => `${['in', 'mid', 'out'][k]}.${key}`);
    const said = refusal(() => readParameters(path, chain));
    for (const name of [
      'layers.0.weight',
      'layers.1.bias',
      'layers.2.bias',
      'in.weight',
      'mid.bias',
      'out.weight',
    ])
      expect(said).toContain(name);
    // The first and second differ in shape; nothing is left to doubt.
    expect(said).toContain('Try --rename in=layers.0,mid=layers.1,out=layers.2.');
  });
});

describe('layouts', () => {
  const image = parseNetwork({
    input: [2, 2, 2],
    layers: [{ type: 'dense', units: 2 }],
  });
  const parameters = initialParameters(image, 1);
  const [there] = [toPyTorch(image, parameters).values];
  const file = (values: typeof parameters, metadata = {}) => {
    const path = join(folder, `${files++}.safetensors`);
    const tensors = Object.entries(values).map(
      ([name, { shape, data }]) => [name, tensor(shape, [...data])] as const,
    );
    writeFileSync(path, encodeSafetensors(tensors, metadata));
    return path;
  };

  it('are those that a file says, or that it is said to have; else ours', () => {
    const unsaid = readWeights(file(parameters), image);
    expect([unsaid.layout, asNumbers(unsaid.parameters())]).toEqual(['relaxon', asNumbers(parameters)]);
    const said = readWeights(file(there, { format: 'pt' }), image);
    expect([said.layout, asNumbers(said.parameters())]).toEqual(['pytorch', asNumbers(parameters)]);
    expect(said.notes).toHaveLength(1);
    const told = readParameters(file(there), image, { layout: 'pytorch' });
    expect(asNumbers(told)).toEqual(asNumbers(parameters));
    const ownMark = readParameters(file(parameters, { format: 'pt' }), image, { layout: 'relaxon' });
    expect(asNumbers(ownMark)).toEqual(asNumbers(parameters));
  });

  it('are written in both, and read again', () => {
    for (const layout of ['relaxon', 'pytorch'] as const) {
      const path = join(folder, `${layout}.safetensors`);
      writeParameters(path, image, parameters, layout);
      expect(asNumbers(readParameters(path, image))).toEqual(asNumbers(parameters));
    }
    const { 'layers.0.bias': _, ...rest } = parameters;
    expect(refusal(() => writeParameters(join(folder, 'not'), image, rest))).toContain('layers.0.bias');
  });

  it('of names that PyTorch has no room for leave ours', () => {
    const clash = parseNetwork({
      inputs: { x: [3, 2] },
      nodes: {
        a: { builder: 'attention', width: 2, from: ['x'] },
        'a.out_proj': { type: 'linear', units: 2, from: ['a'] },
      },
      outputs: { 'a.out_proj': { loss: 'mse' } },
    });
    const drawn = initialParameters(clash, 1);
    expect(asNumbers(readParameters(file(drawn), clash))).toEqual(asNumbers(drawn));
    expect(refusal(() => readParameters(file(drawn), clash, { layout: 'pytorch' }))).toContain(
      'two parameters',
    );
  });
});

it('half precision is widened, bit by bit', () => {
  // Numbers as IEEE 754 binary16 and bfloat16: 1, -2, 0.5; 2^-24 and 65504; 1.0078125.
  const header = (dtype: string) =>
    JSON.stringify({
      'layers.0.weight': { dtype, shape: [1, 3], data_offsets: [0, 6] },
      'layers.0.bias': { dtype, shape: [1], data_offsets: [6, 8] },
    });
  const write = (dtype: string, numbers: number[]) => {
    const text = header(dtype).padEnd(Math.ceil(header(dtype).length / 8) * 8);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    const path = join(folder, `${dtype}.safetensors`);
    writeFileSync(
      path,
      Buffer.concat([length, Buffer.from(text), Buffer.from(Uint16Array.from(numbers).buffer)]),
    );
    return path;
  };
  const one = parseNetwork({ input: [3], layers: [{ type: 'dense', units: 1 }] });
  const half = readParameters(write('F16', [0x3c00, 0xc000, 0x0001, 0x7bff]), one);
  expect(asNumbers(half)).toEqual({ 'layers.0.weight': [1, -2, 2 ** -24], 'layers.0.bias': [65504] });
  const brain = readParameters(write('BF16', [0x3f80, 0xc000, 0x3f00, 0x3f81]), one);
  expect(asNumbers(brain)).toEqual({ 'layers.0.weight': [1, -2, 0.5], 'layers.0.bias': [1.0078125] });
});

it('a part of a network is taken where that is wanted, and all that differs is told', () => {
  const extra = [['head.weight', tensor([1, 1], [1])] as [string, Tensor]];
  const path = named((k, key) => (k === 2 ? `old.${key}` : `layers.${k}.${key}`), extra);
  const drawn = initialParameters(chain, 9);
  const read = readWeights(path, chain, {}, true);
  const taken = asNumbers(read.parameters(drawn));
  expect(taken['layers.0.weight']).toEqual([...ours['layers.0.weight'].data]);
  expect(taken['layers.2.weight']).toEqual([...drawn['layers.2.weight'].data]);
  expect(read.notes).toEqual([
    `${path} lacks layers.2.weight, layers.2.bias: as drawn`,
    `${path} has head.weight, old.bias, old.weight beside: not taken`,
  ]);
  const nothing = tensorFile(folder, 'nothing.safetensors', extra);
  expect(refusal(() => readWeights(nothing, chain, {}, true))).toContain('layers.0.weight');
});
