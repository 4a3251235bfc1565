import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { greyPng } from '../../src/lab/plots/png.js';
import { npyBytes } from '../data/own/rows.js';
import { idxBytes } from '../data/scratch.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const env = { RELAXON_DATA: tinyMnist(at('data')), XDG_CACHE_HOME: at('cache') };
const description = { ...tinyNetwork, loss: 'cross-entropy' };
const network = jsonFile(folder, 'net.json', description);
const file = (name: string, bytes: string | Uint8Array) => {
  writeFileSync(at(name), bytes);
  return at(name);
};
const few = ['--epochs', '4', '--batch-size', '10', '--rule', 'bp', '--learning-rate', '0.5', '--quiet'];

async function done(...args: string[]) {
  const { code, stdout, stderr } = await here([...args, '--json', '--quiet'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}
const classesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]);

const images = [...readFileSync(at('data/mnist/t10k-images-idx3-ubyte')).subarray(16)];
const labels = [...readFileSync(at('data/mnist/t10k-labels-idx1-ubyte')).subarray(8)];
const count = labels.length;
const shape = [count, 4, 4];
const row = (k: number) => images.slice(16 * k, 16 * k + 16);
const pixelNames = Array.from({ length: 16 }, (_, k) => `p${k}`);
const csv = (name: string, of: (pixel: number) => number = (pixel) => pixel) => {
  const lines = labels.map((label, k) => [...row(k).map(of), label].join(','));
  return file(name, `${[...pixelNames, 'label'].join(',')}\n${lines.join('\n')}\n`);
};
const png = () => {
  for (const [k, label] of labels.entries()) {
    mkdirSync(at(`png/${label}`), { recursive: true });
    file(`png/${label}/${100 + k}.png`, greyPng(Uint8Array.from(row(k)), 4, 4));
  }
  return at('png');
};
const numbers = [...labels.keys()].map((k) => BigInt(labels[k]));
const y = file('y.npy', npyBytes('<i8', [count], BigInt64Array.from(numbers)));
const npy = (name: string, type: '|u1' | '<i8' | '<f8' | '<f4', of: readonly number[], axes = shape) => {
  const data =
    type === '|u1'
      ? Uint8Array.from(of)
      : type === '<i8'
        ? BigInt64Array.from(of, BigInt)
        : type === '<f4'
          ? Float32Array.from(of)
          : Float64Array.from(of);
  return file(name, npyBytes(type, axes, data));
};
const share = images.map((pixel) => Math.fround(pixel / 255));
const npz = () =>
  file(
    'x.npz',
    zipSync({
      'x.npy': npyBytes('|u1', shape, Uint8Array.from(images)),
      'y.npy': npyBytes('<i8', [count], BigInt64Array.from(numbers)),
    }),
  );

/** The test images of the run in every form, and how they are read. */
const forms: readonly (readonly [what: string, path: string, ...options: string[]])[] = [
  ['a table of bytes', csv('bytes.csv')],
  ['a table of shares', csv('shares.csv', (pixel) => pixel / 255)],
  ['an array of bytes', npy('u1.npy', '|u1', images), '--target-file', y],
  ['an array of rows of bytes', npy('rows.npy', '|u1', images, [count, 16]), '--target-file', y],
  ['an array of whole numbers', npy('i8.npy', '<i8', images), '--target-file', y],
  ['an array of whole float64', npy('f8.npy', '<f8', images), '--target-file', y],
  ['an array of shares', npy('f4.npy', '<f4', share), '--target-file', y],
  ['two arrays in one file', npz()],
  [
    'tensors',
    tensorFile(folder, 'x.safetensors', [
      ['x', tensor(shape, images)],
      ['y', tensor([count], labels)],
    ]),
  ],
  [
    'IDX',
    file('t-images-idx3-ubyte', idxBytes(shape, images)),
    '--target-file',
    file('l.idx', idxBytes([count], labels)),
  ],
  ['a folder of images', png()],
];

beforeAll(async () => {
  await done('train', network, ...few, '--normalise', '--out', at('run'));
  await done('predict', at('run'), '--split', 'test', '--out', at('all.csv'));
});

describe('a network that was trained on images of bytes', () => {
  it.each(forms)('is judged by, and answers, %s', async (_, path, ...options) => {
    const { accuracy, confusion, loss } = await done('evaluate', at('run'));
    const judged = await done('evaluate', at('run'), '--data', path, ...options);
    expect([judged.accuracy, judged.confusion]).toEqual([accuracy, confusion]);
    expect(judged.loss).toBeCloseTo(loss, 5);
    await done('predict', at('run'), '--input', path, '--out', at('one.csv'));
    const expected = classesOf(at('all.csv'));
    // Images of a folder come in the order of their classes.
    const order = path.endsWith('png')
      ? [...labels.keys()].sort((a, b) => labels[a] - labels[b])
      : [...labels.keys()];
    expect(classesOf(at('one.csv'))).toEqual(order.map((k) => expected[k]));
  });

  it('says what it took for bytes, and what is a little off', async () => {
    const whole = await done('predict', at('run'), '--input', at('i8.npy'), '--out', at('one.csv'));
    expect(whole.notes).toEqual([expect.stringMatching(/whole numbers of \d+ \.\. \d+, divided by 255/)]);
    const noisy = npy(
      'noisy.npy',
      '<f4',
      share.map((x, k) => x + (k % 3) / 10 - 0.1),
    );
    const { notes } = await done('predict', at('run'), '--input', noisy, '--out', at('one.csv'));
    expect(notes).toEqual([expect.stringContaining('the network learned from 0 .. 1')]);
    const input = tensorFile(folder, 'input.safetensors', [['input', tensor(shape, images)]]);
    await done('predict', at('run'), '--input', input, '--out', at('one.csv'));
    expect(classesOf(at('one.csv'))).toEqual(classesOf(at('all.csv')));
  });

  const scaled = (by: (pixel: number) => number) => images.map(by);
  it.each([
    [
      'numbers that are neither',
      npy(
        'half.npy',
        '<f8',
        scaled((x) => x / 2 + 0.25),
      ),
      ['0 .. 1, or whole ones'],
    ],
    [
      'numbers that were standardised',
      npy(
        'z.npy',
        '<f8',
        scaled((x) => (x - 60) / 20),
      ),
      ['numbers of -3'],
    ],
    [
      'numbers above a byte',
      npy(
        'big.npy',
        '<i8',
        scaled((x) => x * 3),
      ),
      ['of 0 .. 255'],
    ],
    [
      'a tensor of such',
      tensorFile(folder, 'odd.safetensors', [
        [
          'input',
          tensor(
            shape,
            scaled((x) => x / 2),
          ),
        ],
      ]),
      ['whole ones'],
    ],
  ])('refuses %s', async (what, path, says) => {
    const args = ['predict', at('run'), '--input', path, '--out', at('none.csv'), '--quiet'];
    await expectRefusal({ what, args, says, env });
  });

  it('does not take a column of labels for a pixel', async () => {
    const first = labels.map((label, k) => [label, ...row(k)]);
    const turned = table('first.csv', `label,${pixelNames.join(',')}`, first);
    const judged = await done('evaluate', at('run'), '--data', turned, '--target', 'label');
    expect(judged.confusion).toEqual((await done('evaluate', at('run'))).confusion);
    const columns = ['--input-columns', '2-17', '--out', at('one.csv')];
    expect((await done('predict', at('run'), '--input', turned, ...columns)).notes).toHaveLength(1);
    expect(classesOf(at('one.csv'))).toEqual(classesOf(at('all.csv')));
    const says = ['column 1 (label) among the inputs'];
    const evaluate = ['evaluate', at('run'), '--data', turned];
    await expectRefusal({ what: 'last', args: evaluate, says: [...says, 'Try --target label'], env });
    const predict = ['predict', at('run'), '--input', turned, '--out', at('none.csv')];
    await expectRefusal({ what: 'first', args: predict, says: [...says, 'Try --input-columns 2-17'], env });
    const more = await done('predict', at('run'), '--input', at('bytes.csv'), '--out', at('one.csv'));
    expect(more.notes[1]).toContain('the first 16 of 17 columns are taken, p0 to p15');
  });

  it('refuses classes that it has not, wherever they stand', async () => {
    const text = readFileSync(at('bytes.csv'), 'utf8').trimEnd().split('\n');
    const unknown = file(
      'unknown.csv',
      `${[...text.slice(0, 4), text[4].replace(/,\d+$/, ',11')].join('\n')}\n`,
    );
    const args = ['evaluate', at('run'), '--data', unknown];
    const says = ['row 5, column 17 (label): got class "11"', 'one of those trained on: 0, 1, 2'];
    await expectRefusal({ what: 'a class', args, says, env });
    const words = file('words.csv', `${text.slice(0, 4).join('\n').replace(/,\d+$/gm, ',three')}\n`);
    await expectRefusal({
      what: 'words',
      args: ['evaluate', at('run'), '--data', words],
      says: ['row 2'],
      env,
    });
  });
});

/** Points around three centres, far from each other, whose names are not in the order in which they come. */
const names = ['pear', 'apple', 'fig'];
const points = Array.from({ length: 60 }, (_, k) => [(k % 3) * 10 + (k % 7), ((k + 1) % 3) * 8 + (k % 5)]);
const fruit = points.map((point, k) => [...point, names[k % 3]]);
const table = (name: string, head: string, rows: readonly (readonly (string | number)[])[]) =>
  file(name, `${head}\n${rows.map((cells) => cells.join(',')).join('\n')}\n`);

describe('a network that was trained on a table', () => {
  const learned = table('fruit.csv', 'a,b,kind', fruit);
  beforeAll(async () => {
    await done('train', '--data', learned, '--standardise', ...few, '--epochs', '30', '--out', at('fruit'));
  });

  it('knows classes by their names, whatever their order and number', async () => {
    const whole = await done('evaluate', at('fruit'), '--data', learned);
    expect(whole.accuracy).toBeGreaterThan(0.95);
    const turned = table('turned.csv', 'a,b,kind', [...fruit].reverse());
    const { confusion, classes } = await done('evaluate', at('fruit'), '--data', turned);
    expect(confusion).toEqual(whole.confusion);
    expect(classes.map(({ name }: { name: string }) => name)).toEqual(['apple', 'fig', 'pear']);
    const some = table(
      'some.csv',
      'a,b,kind',
      fruit.filter(([, , kind]) => kind === 'pear'),
    );
    const pears = await done('evaluate', at('fruit'), '--data', some);
    expect(pears.confusion.map((line: number[]) => line.reduce((sum, n) => sum + n, 0))).toEqual([0, 0, 20]);
    expect(pears.confusion[2]).toEqual(whole.confusion[2]);
  });

  it('takes columns of other names and orders, and arrays by their place', async () => {
    const whole = await done('evaluate', at('fruit'), '--data', learned);
    const rows = fruit.map(([a, b, kind]) => ['x', kind, b, a]);
    const other = table('other.csv', 'junk,label,second,first', rows);
    const columns = ['--input-columns', 'first,second'];
    const judged = await done('evaluate', at('fruit'), '--data', other, ...columns, '--target', 'label');
    expect([judged.confusion, judged.loss]).toEqual([whole.confusion, whole.loss]);
    await done('predict', at('fruit'), '--input', other, ...columns, '--out', at('other.out.csv'));
    await done('predict', at('fruit'), '--input', learned, '--out', at('same.out.csv'));
    const array = npy('points.npy', '<f8', points.flat(), [60, 2]);
    await done('predict', at('fruit'), '--input', array, '--out', at('array.out.csv'));
    for (const name of ['other', 'array'])
      expect(readFileSync(at(`${name}.out.csv`), 'utf8')).toBe(readFileSync(at('same.out.csv'), 'utf8'));
  });

  it.each([
    [
      'a class it does not know',
      table('kiwi.csv', 'a,b,kind', [
        [1, 2, 'pear'],
        [3, 4, 'kiwi'],
      ]),
      [],
      ['row 3, column 3 (kind)', '"kiwi"'],
    ],
    ['too few columns', learned, ['--input-columns', 'a'], ['inputs of 1', 'expected 2']],
    ['a column that is not there', learned, ['--target', 'knd'], ['"knd"', 'Try "kind"']],
    ['a target that is an input', learned, ['--target', 'a'], ['which is an input, too']],
    [
      'numbers, where it learned classes',
      learned,
      ['--task', 'regression'],
      ['--task', 'classes, as the network has learned'],
    ],
    ['names of classes', learned, ['--classes', 'a,b,c'], ['--classes', 'that of the run']],
    ['another scaling', learned, ['--normalisation', 'n.json'], ['--normalisation', 'that of the run']],
    ['a delimiter that it has not', learned, ['--delimiter', ';'], ['fruit.csv']],
    ['a part of a file', learned, ['--split', 'test'], ['--split']],
  ])('refuses %s', async (what, path, options, says) => {
    await expectRefusal({ what, args: ['evaluate', at('fruit'), '--data', path, ...options], says, env });
  });

  it('takes bytes as they are where it learned from numbers above 1', async () => {
    const whole = npy('i8.npy', '<i8', images);
    const judged = ['--test', whole, '--test-target-file', y];
    const args = ['--data', whole, '--target-file', y, ...judged, ...few];
    await done('train', network, ...args, '--standardise', '--out', at('numbers'));
    const bytes = npy('u1.npy', '|u1', images);
    await done('predict', at('numbers'), '--input', at('i8.npy'), '--out', at('one.csv'));
    const { notes } = await done('predict', at('numbers'), '--input', bytes, '--out', at('two.csv'));
    expect(notes).toEqual([expect.stringContaining('bytes are given as they are')]);
    expect(readFileSync(at('two.csv'), 'utf8')).toBe(readFileSync(at('one.csv'), 'utf8'));
  });
});

describe('a network in a file', () => {
  it('is judged as its run, with the scaling and the names of that', async () => {
    const params = ['--params', at('run/checkpoint.safetensors')];
    const { loss, confusion } = await done('evaluate', at('run'));
    const scaling = ['--normalisation', at('run/normalisation.json')];
    const judged = await done('evaluate', network, ...params, ...scaling, '--data', 'mnist');
    expect([judged.loss, judged.confusion]).toEqual([loss, confusion]);
    const shares = ['--data', at('shares.csv')];
    expect((await done('evaluate', network, ...params, ...scaling, ...shares)).confusion).toEqual(confusion);
    const without = await done('evaluate', network, ...params, ...shares);
    expect(without.loss).not.toBeCloseTo(loss, 3);
    const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const text = readFileSync(at('shares.csv'), 'utf8');
    const named = file(
      'named.csv',
      text.replace(/,(\d)$/gm, (_, label) => `,${words[Number(label)]}`),
    );
    const called = ['--classes', words.join(','), '--data', named];
    const told = await done('evaluate', network, ...params, ...scaling, ...called);
    expect([told.confusion, told.classes[3].name]).toEqual([confusion, 'three']);
    // In the order of their letters, as training would have numbered them, and this is said.
    const untold = await done('evaluate', network, ...params, ...scaling, '--data', named);
    expect(untold.classes[0].name).toBe('eight');
    expect(untold.notes).toEqual([expect.stringContaining('--classes says another')]);
  });

  it('is told of bytes that are given as they are', async () => {
    const params = ['--params', at('run/checkpoint.safetensors')];
    const { notes } = await done(
      'predict',
      network,
      ...params,
      '--input',
      at('i8.npy'),
      '--out',
      at('one.csv'),
    );
    expect(notes).toEqual([expect.stringContaining('--normalisation with {"mean": [0], "sd": [255]}')]);
    const scaling = ['--normalisation', jsonFile(folder, 'by255.json', { mean: [0], sd: [255] })];
    await done('predict', network, ...params, ...scaling, '--input', at('f8.npy'), '--out', at('one.csv'));
    await done('predict', network, ...params, '--input', at('f4.npy'), '--out', at('two.csv'));
    expect(classesOf(at('one.csv'))).toEqual(classesOf(at('two.csv')));
  });

  const weights = tensorFile(folder, 'w.safetensors', tensorsFor(description));
  it.each([
    [
      'a scaling of other channels',
      ['--normalisation', jsonFile(folder, 'n3.json', { mean: [0, 0, 0], sd: [1, 1, 1] })],
      ['n3.json.mean: got 3 numbers', '1, or 16'],
    ],
    [
      'a deviation of 0',
      ['--normalisation', jsonFile(folder, 'n0.json', { mean: [0], sd: [0] })],
      ['n0.json.sd'],
    ],
    ['a scaling that is not there', ['--normalisation', at('nowhere.json')], ['nowhere.json']],
    ['too few names', ['--classes', 'a,b'], ['--classes: got 2 names', '10, one for each unit']],
    ['a name twice', ['--classes', 'a,b,c,d,e,f,g,h,i,a'], ['"a" twice']],
    [
      'classes that do not fit',
      [
        '--data',
        table('uv.csv', `${pixelNames.join(',')},k`, [
          [...row(0), 'u'],
          [...row(1), 'v'],
        ]),
      ],
      ['2 classes (u, v)', 'Try --classes'],
    ],
    [
      'names of classes of a data set',
      ['--data', 'mnist', '--classes', 'a,b,c,d,e,f,g,h,i,j'],
      ['--classes: got it for the data set mnist'],
    ],
    [
      'a target without a file',
      ['--data', 'mnist', '--target', 'label'],
      ['--target: got it for the data set mnist'],
    ],
    ['no data at all', ['--target', 'label'], ['--target: got it without a file']],
  ])('refuses %s', async (what, options, says) => {
    const args = ['evaluate', network, '--params', weights, '--data', at('shares.csv'), ...options];
    await expectRefusal({
      what,
      args: what.startsWith('no data') ? args.filter((_, i) => i < 4 || i > 5) : args,
      says,
      env,
    });
  });

  it('refuses a target beside inputs alone', async () => {
    const args = ['predict', network, '--params', weights, '--input', at('f4.npy'), '--out', at('none.csv')];
    await expectRefusal({
      what: 'a target',
      args: [...args, '--target', 'x'],
      says: ['--target: got it with --input'],
      env,
    });
    const tensors = [
      ...args.slice(0, 5),
      tensorFile(folder, 'in.safetensors', [['input', tensor(shape, share)]]),
      ...args.slice(6),
    ];
    await expectRefusal({
      what: 'a delimiter',
      args: [...tensors, '--delimiter', ';'],
      says: ['--delimiter'],
      env,
    });
  });
});

it('what a training is judged by comes to the scale of what it learns from', async () => {
  const judged = ['--test', npy('f8.npy', '<f8', images), '--test-target-file', y];
  const from = ['train', network, '--data', npy('u1.npy', '|u1', images), '--target-file', y];
  const { accuracy } = await done(...from, ...judged, ...few, '--out', at('bytes'));
  const { description, inputs } = JSON.parse(readFileSync(at('bytes/provenance.json'), 'utf8')).data;
  expect(inputs).toEqual({ scale: 1 / 255, least: 0, largest: 1 });
  expect(description.notes).toEqual([expect.stringContaining('divided by 255')]);
  expect(accuracy).toBe((await done('evaluate', at('bytes'), '--split', 'train')).accuracy);
});
