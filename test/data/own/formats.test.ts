import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireClasses } from '../../../src/data/dataset.js';
import { rowMajor } from '../../../src/data/own/array.js';
import { readNpy } from '../../../src/data/own/formats/npy.js';
import { formats } from '../../../src/data/own/formats.js';
import { loadInputsLike, loadLike } from '../../../src/data/own/like.js';
import { loadOwnData } from '../../../src/data/own/load.js';
import type { DataOptions } from '../../../src/data/own/options.js';
import { readPng } from '../../../src/data/own/png.js';
import type { RawTargets, Samples } from '../../../src/data/own/samples.js';
import { encodeSafetensors } from '../../../src/lab/safetensors/index.js';
import { idxBytes, scratch } from '../scratch.js';
import { clusters, npyBytes, sine } from './rows.js';

interface Fixture {
  readonly bytes: string;
  readonly shape?: number[];
  readonly values?: number[];
}

/** Files of NumPy, Arrow and Pillow, which fixtures.py had write them. */
const fixtures: Record<string, Fixture> = JSON.parse(
  readFileSync(new URL('fixtures.json', import.meta.url), 'utf8'),
);
const named = (ending: string) => Object.keys(fixtures).filter((name) => name.endsWith(ending));
const bytesOf = (name: string) => new Uint8Array(Buffer.from(fixtures[name].bytes, 'base64'));
const nodeHasZstd = 'zstdDecompressSync' in process.getBuiltinModule('node:zlib');

const read = async (
  name: string,
  bytes: Uint8Array,
  asked: Pick<DataOptions, 'inputColumns' | 'target'> = {},
) =>
  (
    await formats[name.slice(name.lastIndexOf('.') + 1)].read(
      { file: name, bytes },
      { ...asked, targets: true },
    )
  ).samples;
const targetsOf = ({ count, targets }: Samples) =>
  Array.from({ length: count }, (_, i) => (targets as RawTargets).at(i, 0));

describe('arrays of NumPy', () => {
  it.each(named('.npy'))('%s are what NumPy has in them', (name) => {
    const { shape, data } = readNpy({ file: name, bytes: bytesOf(name) });
    expect({ shape, values: [...data] }).toEqual({
      shape: fixtures[name].shape,
      values: fixtures[name].values,
    });
  });

  it('in Fortran’s order are those in C’s order, whatever their axes', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        // Each number says where it stands: its place in C's order, in each axis.
        const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
        const stored = new Float64Array(size);
        for (let i = 0; i < size; i++) {
          let rest = i;
          let at = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            at += (rest % shape[axis]) * strides[axis];
            rest = Math.floor(rest / shape[axis]);
          }
          stored[at] = i;
        }
        expect([...rowMajor(stored, shape)]).toEqual(Array.from({ length: size }, (_, i) => i));
      }),
    );
  });

  it.each(named('.npz'))('in one file, %s, are found by their names', async (name) => {
    const samples = await read(name, bytesOf(name));
    expect(samples).toMatchObject({ count: 4, shape: [3], scale: 1 });
    expect([...samples.inputs]).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(targetsOf(samples)).toEqual([2, 1, 2, 1]);
  });
});

describe('Parquet', () => {
  it.each(
    named('.parquet').filter((name) => !name.startsWith('null') && (nodeHasZstd || !name.startsWith('zstd'))),
  )('%s of Arrow has its rows', async (name) => {
    const samples = await read(name, bytesOf(name));
    expect([samples.names, [...samples.inputs], targetsOf(samples)]).toEqual([
      ['a', 'b'],
      [1.5, 1, -2, 2, 3.25, 3, 4, 4],
      ['x', 'y', 'x', 'y'],
    ]);
  });

  it('without a value is refused where it is missing', async () => {
    await expect(read('null.parquet', bytesOf('null.parquet'))).rejects.toThrow(
      'null.parquet row 2, column 1 (a): got an empty cell, expected a value.',
    );
  });
});

it.each(named('.png'))('the PNG image %s of Pillow has its pixels', (name) => {
  const { shape = [], values } = fixtures[name];
  const { height, width, channels, pixels } = readPng(name, bytesOf(name));
  expect([height, width, ...(channels === 3 ? [3] : [])]).toEqual(shape);
  const shown = name === 'bits.png' ? [...pixels].map((value) => value / 255) : [...pixels];
  expect(shown).toEqual(values);
});

describe('text tables', () => {
  const table = (text: string, asked?: Pick<DataOptions, 'inputColumns' | 'target'>) =>
    read('t.csv', Buffer.from(text), asked);

  it('are the same with a byte order mark, other line ends, blank lines, quotes and spaces', async () => {
    const plain = await table('a,b,y\n1,2,x z\n-3,4e0,w\n');
    const odd = await table('\ufeffa, b ,"y"\r\n\r\n1,+2,"x z"\r\n-3, 4.0 ,w');
    expect([[...odd.inputs], odd.names, targetsOf(odd)]).toEqual([
      [1, 2, -3, 4],
      ['a', 'b'],
      ['x z', 'w'],
    ]);
    expect([...plain.inputs]).toEqual([...odd.inputs]);
  });

  it.each([';', '\t', '|'])('are parted by %j where the first line is', async (delimiter) => {
    const samples = await table(`a,1${delimiter}b${delimiter}y\n1${delimiter}2${delimiter}x\n`);
    expect(samples.names).toEqual(['a,1', 'b']);
  });

  it('give columns by name, number and range, in the order asked for', async () => {
    const samples = await table('a,b,c,d\n1,2,3,4\n', { inputColumns: ['d', '1-2'], target: ['3'] });
    expect([[...samples.inputs], samples.names, targetsOf(samples)]).toEqual([
      [4, 1, 2],
      ['d', 'a', 'b'],
      ['3'],
    ]);
  });

  it('count lines as an editor does, also within quotes', async () => {
    const text = 'a,y\n1,"two\nlines"\n\nx,z\n';
    await expect(table(text)).rejects.toThrow('t.csv row 5, column 1 (a): got "x", expected a number.');
  });

  it('hold all numbers of any table to their float32', async () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }), async (rows) => {
        const text = `a,b,y\n${rows.map(([a, b]) => `${a},${b},z`).join('\n')}`;
        const { inputs } = await table(text);
        expect([...inputs].map((x) => x + 0)).toEqual(rows.flat().map((x) => x + 0));
      }),
    );
  });
});

/** Loads a file with these bytes. */
async function load(name: string, bytes: string | Uint8Array, options: DataOptions = {}) {
  const path = join(scratch(), name);
  writeFileSync(path, bytes);
  return loadOwnData(path, options);
}

describe('a data set of one’s own', () => {
  it('has classes in the order of their names, and a share of each to be judged by', async () => {
    const data = requireClasses(await load('c.csv', clusters(30)), 'test');
    expect(data.classNames).toEqual(['setosa', 'versicolor', 'virginica']);
    expect([data.train.count, data.test.count]).toEqual([24, 6]);
    expect([...data.test.labels].sort()).toEqual([0, 0, 1, 1, 2, 2]);
    const { task, inputs, targets, classes, samples, split } = data.description!;
    expect({ task, inputs, targets, classes, samples, split }).toEqual({
      ...{ task: 'classes', inputs: ['length', 'width', 'depth'], targets: ['kind'] },
      ...{ classes: ['setosa', 'versicolor', 'virginica'], samples: { train: 24, test: 6 } },
      split: 'a share of 0.2, drawn by seed 1',
    });
  });

  it('is split in the same way again, in another by another seed, and nothing is lost', async () => {
    const rows = async (options: DataOptions) => {
      const { train, test } = await load('c.csv', clusters(30), options);
      return [train, test].map(({ inputs }) => [...inputs]);
    };
    const [first, again, other] = [await rows({}), await rows({}), await rows({ splitSeed: 2 })];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const all = (parts: number[][]) => parts.flat().sort((a, b) => a - b);
    expect(all(other)).toEqual(all(first));
  });

  it('is packed or not the same, and another when a byte is', async () => {
    const [plain, packed] = [await load('c.csv', clusters()), await load('c.csv.gz', gzipSync(clusters()))];
    expect(packed.checksum).toBe(plain.checksum);
    expect((await load('c.csv', `${clusters()}\n`)).checksum).not.toBe(plain.checksum);
  });

  it('takes numbers for numbers, and whole ones for classes unless it is said', async () => {
    const reals = await load('s.csv', sine(20));
    expect(reals).toMatchObject({
      targetSize: 1,
      description: { task: 'regression', notes: ['fields between semicolons'] },
    });
    const text = 'a,y\n1,10\n2,9\n3,10.0\n4,9\n';
    expect(await load('w.csv', text)).toMatchObject({ classes: 2, classNames: ['9', '10'] });
    expect(await load('w.csv', text, { task: 'regression' })).toMatchObject({ targetSize: 1 });
  });

  it('is judged by another file, by the names of columns and with the classes trained on', async () => {
    const test = join(scratch(), 'test.csv');
    writeFileSync(test, 'kind,depth,width,length\nversicolor,3,2,1\n');
    const data = requireClasses(await load('c.csv', clusters(), { test }), 'test');
    expect([[...data.test.inputs], [...data.test.labels]]).toEqual([[1, 2, 3], [1]]);
  });

  it('has arrays for testing in the same file', async () => {
    const tensor = (shape: number[], ...numbers: number[]) => ({
      dtype: 'F32' as const,
      shape,
      data: Float32Array.from(numbers),
    });
    const bytes = encodeSafetensors([
      ['x_train', tensor([2, 1], -1, 1)],
      ['y_train', tensor([2, 2], 0.5, 1, 2, 3)],
      ['x_test', tensor([1, 1], 7)],
      ['y_test', tensor([1, 2], 8, 9)],
    ]);
    const data = await load('d.safetensors', bytes);
    expect(data).toMatchObject({ targetSize: 2, train: { count: 2 }, test: { count: 1 } });
    expect([...data.test.inputs]).toEqual([7]);
  });

  it('has the labels of IDX images beside them, and bytes of images as bytes', async () => {
    const folder = scratch();
    const path = join(folder, 'train-images-idx3-ubyte');
    writeFileSync(path, idxBytes([4, 2, 1], [0, 255, 1, 2, 3, 4, 5, 6]));
    writeFileSync(join(folder, 'train-labels-idx1-ubyte.gz'), gzipSync(idxBytes([4], [3, 5, 3, 5])));
    const data = requireClasses(
      await loadOwnData(path, { test: path, testTargetFile: join(folder, 'train-labels-idx1-ubyte.gz') }),
      'test',
    );
    expect(data.classNames).toEqual(['3', '5']);
    expect(data.train).toMatchObject({
      shape: [2, 1],
      scale: 1 / 255,
      inputs: Uint8Array.of(0, 255, 1, 2, 3, 4, 5, 6),
    });
  });
});

describe('other data are read as those trained on', () => {
  it('of a table by the names of its columns, with and without targets', async () => {
    const { description } = await load('c.csv', clusters());
    const path = join(scratch(), 'new.csv');
    writeFileSync(path, 'kind,width,length,depth\nvirginica,2,1,3\n');
    const judged = await loadLike(path, description!);
    expect([[...judged.inputs], 'labels' in judged && [...judged.labels]]).toEqual([[1, 2, 3], [2]]);
    writeFileSync(path, 'width,length,depth\n2,1,3\n');
    expect([...(await loadInputsLike(path, description!)).inputs]).toEqual([1, 2, 3]);
    await expect(loadLike(path, description!)).rejects.toThrow(
      'got "kind", expected one of width, length, depth',
    );
  });

  it('of an array by the numbers of its columns', async () => {
    const rows = npyBytes('<f8', [4, 3], Float64Array.of(1, 2, 0, 3, 4, 1, 5, 6, 0, 7, 8, 1));
    const { description } = await load('d.npy', rows);
    const path = join(scratch(), 'new.npy');
    writeFileSync(path, npyBytes('<f4', [1, 2], Float32Array.of(9, 10)));
    expect([...(await loadInputsLike(path, description!)).inputs]).toEqual([9, 10]);
    writeFileSync(path, npyBytes('<f4', [1, 1], Float32Array.of(9)));
    await expect(loadInputsLike(path, description!)).rejects.toThrow('a number 1 .. 1');
  });
});
