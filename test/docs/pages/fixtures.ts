import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomStream } from '../../../src/math/random.js';
import { jsonFile, tensor, tensorFile, tensorsFor } from '../../cli/tiny.js';
import { npyBytes } from '../../data/own/rows.js';
import { idxBytes } from '../../data/scratch.js';

/** A file or folder that a page says its reader has. */
export interface Fixture {
  readonly name: string;
  /** Writes it, in this folder. */
  readonly make: (folder: string, name: string) => void;
}

/** A run that a page says its reader has, by the command that makes it. */
export interface MadeRun {
  readonly name: string;
  readonly args: readonly string[];
}

export type Own = Fixture | MadeRun;

const dense = (units: number, activation = 'linear') => ({ type: 'dense', units, activation });
const chain = (input: readonly number[], ...layers: readonly object[]) => ({ input, layers, loss: 'mse' });

/** 4-18-4-2, of relu: what simulations are of. */
const small = chain([4], dense(18, 'relu'), dense(4, 'relu'), dense(2));
/** What MNIST goes through: 784-30-10. */
const digits = chain([784], dense(30, 'relu'), dense(10));
const images = {
  inputs: { image: [28, 28, 1] },
  nodes: {
    c1: { type: 'conv2d', filters: 2, kernel: 5, stride: 2, activation: 'relu', from: ['image'] },
    p1: { type: 'maxPool2d', kernel: 3, from: ['c1'] },
    out: { type: 'dense', units: 10, from: ['p1'] },
  },
  outputs: { out: { loss: 'mse' } },
};

const network = (name: string, description: unknown): Fixture => ({
  name,
  make: (folder) => void jsonFile(folder, name, description),
});
const bytes = (name: string, content: () => Uint8Array | string): Fixture => ({
  name,
  make: (folder) => writeFileSync(join(folder, name), content()),
});
const parametersOf = (name: string, description: unknown, rename = (of: string) => of): Fixture => ({
  name,
  make: (folder) =>
    void tensorFile(
      folder,
      name,
      tensorsFor(description).map(([of, values]) => [rename(of), values]),
    ),
});
const batch = (name = 'batch.safetensors'): Fixture => ({
  name,
  make: (folder) =>
    void tensorFile(folder, name, [
      ['input', tensor([2, 4], [0.5, -1, 0.25, 2, 1, 0.5, -0.75, -1])],
      ['target', tensor([2, 2], [1, 0, 0, 1])],
    ]),
});
const run = (name: string, ...args: string[]): MadeRun => ({ name, args: ['train', ...args, '--out', name] });

/** Rows of four numbers around a corner for each of three kinds, under the names of Fisher's irises. */
function irises(count: number, kinds: boolean): string {
  const random = randomStream(1, 'irises');
  const species = ['setosa', 'versicolor', 'virginica'];
  const rows = Array.from({ length: count }, (_, i) => {
    const numbers = [0, 1, 2, 3].map((k) => (random.normal() + (k === i % 3 ? 4 : 0)).toFixed(2));
    return [...numbers, ...(kinds ? [species[i % 3]] : [])].join(',');
  });
  const names = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width', ...(kinds ? ['species'] : [])];
  return `${[names.join(','), ...rows].join('\n')}\n`;
}
const typed = () => irises(9, true).replace(/(\n[^\n]*\n[^\n]*\n[^,]*,)[^,]*/, '$1four');
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => [i % 2, i % 3, i % 5, i % 7, i % 3].join(',')).join('\n');
const floats = (count: number) =>
  npyBytes(
    '<f4',
    [count, 784],
    Float32Array.from({ length: count * 784 }, (_, i) => (i % 17) / 16),
  );

/** The four files of a set in the form of MNIST, of images of noise. */
function idxFiles(folder: string, ending = '', written = (content: Uint8Array) => content): void {
  const halves = [
    ['train', 120],
    ['t10k', 40],
  ] as const;
  for (const [half, count] of halves) {
    const random = randomStream(1, half);
    const labels = Array.from({ length: count }, (_, i) => i % 10);
    const pixels = Array.from({ length: count * 784 }, () => random.integer(256));
    const write = (kind: string, content: Uint8Array) =>
      writeFileSync(join(folder, `${half}-${kind}-ubyte${ending}`), written(content));
    write('images-idx3', idxBytes([count, 28, 28], pixels));
    write('labels-idx1', idxBytes([count], labels));
  }
}

/** Writes small sets under the names of MNIST, Fashion-MNIST and CIFAR-10 into a folder for RELAXON_DATA. */
export function smallSets(folder: string): void {
  for (const set of ['mnist', 'fashion-mnist', 'cifar-10']) mkdirSync(join(folder, set), { recursive: true });
  for (const set of ['mnist', 'fashion-mnist']) idxFiles(join(folder, set));
  const random = randomStream(1, 'cifar');
  for (const k of [1, 2, 5]) {
    const records = Array.from({ length: 80 }, (_, i) => [
      i % 10,
      ...Array.from({ length: 3072 }, () => random.integer(256)),
    ]);
    writeFileSync(join(folder, 'cifar-10', `data_batch_${k}.bin`), Uint8Array.from(records.flat()));
  }
}

const cnn = { builder: 'cnn' };

/** What the pages say that their readers have. */
export const fixtures: Readonly<Record<string, readonly Own[]>> = {
  'docs/agreement.md': [network('net.json', chain([6], dense(5, 'tanh'), dense(3)))],
  'docs/choices.md': [network('net.json', images)],
  'docs/continuous-time.md': [network('net.json', small), batch()],
  'docs/crossings.md': [network('net.json', small), batch()],
  'docs/evaluate.md': [
    network('network.json', digits),
    parametersOf('weights.safetensors', digits),
    run('run', 'network.json', '--data', 'mnist', '--epochs', '1'),
    bytes('images.npy', () => floats(20)),
  ],
  'docs/findings.md': [
    network('dfa.json', { ...digits, loss: 'cross-entropy' }),
    network('ep.json', chain([784], dense(12), dense(10))),
    network('cnn.json', cnn),
  ],
  'docs/locality.md': [network('my-network.json', chain([3], dense(4, 'tanh'), dense(2)))],
  'docs/own-data.md': [
    bytes('iris.csv', () => irises(150, true)),
    bytes('typed.csv', typed),
    bytes('more.csv', () => irises(30, true)),
    bytes('unknown.csv', () => irises(12, false)),
    bytes('large.csv', () => numbered(256)),
    { name: 'train-images-idx3-ubyte', make: (folder) => idxFiles(folder, '.gz', gzipSync) },
  ],
  'docs/pytorch.md': [
    network('network.json', cnn),
    run('run', 'network.json', '--data', 'cifar-10-part', '--epochs', '1'),
  ],
  'docs/rules.md': [network('ep.json', chain([784], dense(12), dense(10)))],
  'docs/watching.md': [network('net.json', small), batch()],
  'docs/weights.md': [
    network('network.json', digits),
    parametersOf('weights.safetensors', digits),
    parametersOf('fc.safetensors', digits, (name) =>
      name.replace('layers.0', 'fc1').replace('layers.1', 'fc2'),
    ),
    network('other.json', digits),
  ],
};
