import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fetchFromArchive } from '../../src/data/archive.js';
import { catalogue } from '../../src/data/catalogue.js';
import { requireClasses } from '../../src/data/dataset.js';
import { loadDataSet } from '../../src/data/load.js';
import type { Archive, DataFile } from '../../src/data/sets/entry.js';
import { idxBytes, scratch } from './scratch.js';
import { serve } from './server.js';

/** A folder with the four files of a part of EMNIST. */
function part(name: string, labels: number[]): NodeJS.ProcessEnv {
  const folder = scratch();
  mkdirSync(join(folder, 'emnist'));
  // Two rows of three, of which the first two columns are stored first.
  const pixels = labels.flatMap(() => [1, 4, 2, 5, 3, 6]);
  for (const half of ['train', 'test']) {
    const file = (what: string, bytes: Uint8Array) =>
      writeFileSync(join(folder, 'emnist', `emnist-${name}-${half}-${what}-ubyte.gz`), gzipSync(bytes));
    file('images-idx3', idxBytes([labels.length, 3, 2], pixels));
    file('labels-idx1', idxBytes([labels.length], labels));
  }
  return { RELAXON_DATA: folder };
}

const load = async (name: string, labels: number[]) =>
  requireClasses(await loadDataSet(`emnist-${name}`, { env: part(name, labels), fetch: false }), 'test');

describe('a part of EMNIST', () => {
  it('stands upright', async () => {
    const { train } = await load('digits', [7]);
    expect([train.shape, [...train.inputs]]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  it('of letters has labels from 0, and is refused with one of 0', async () => {
    const data = await load('letters', [1, 26]);
    expect([data.classes, [...data.train.labels], data.classNames?.[25]]).toEqual([26, [0, 25], 'Z']);
    await expect(load('letters', [1, 0])).rejects.toThrow(
      /labels-idx1-ubyte\.gz label 1: got 0, expected at least 1/,
    );
    await expect(load('letters', [27])).rejects.toThrow('got 27, expected 0 .. 26');
  });

  it('has a name for each class', () => {
    for (const [name, entry] of Object.entries(catalogue)) {
      if (!('classNames' in entry) || !entry.classNames) continue;
      expect([name, new Set(entry.classNames).size]).toEqual([name, entry.classes]);
    }
    expect(catalogue['emnist-balanced']).toMatchObject({ classes: 47 });
    expect(catalogue['emnist-byclass']).toMatchObject({ classes: 62 });
  });
});

it('files are taken out of a zip archive, packed as they are in it', async () => {
  const plain = idxBytes([2], [1, 2]);
  const packed = gzipSync(plain);
  const zip = zipSync({ 'gzip/a-idx1-ubyte.gz': packed, 'gzip/other': Uint8Array.of(1) });
  const server = await serve((_, response) => response.end(zip));
  const archive: Archive = {
    ...{ folder: 'set', name: 'gzip.zip', inside: 'gzip', mirrors: [`${server.url}/`], bytes: 10_000 },
    packedMd5: createHash('md5').update(zip).digest('hex'),
  };
  const file = (bytes: number): DataFile => ({
    folder: 'set',
    name: 'a-idx1-ubyte.gz',
    mirrors: [],
    archive,
    bytes,
  });
  const directory = scratch();
  await fetchFromArchive(archive, [file(plain.length)], directory, { env: {} });
  expect(readdirSync(join(directory, 'set'))).toEqual(['a-idx1-ubyte.gz']);
  expect(readFileSync(join(directory, 'set', 'a-idx1-ubyte.gz')).equals(packed)).toBe(true);
  await expect(fetchFromArchive(archive, [file(99)], scratch(), { env: {} })).rejects.toThrow(
    'got bytes 10, expected 99',
  );
});

it('a file of KMNIST is known by its checksum where it is packed, by its length where it is not', async () => {
  const files = 'files' in catalogue.kmnist ? catalogue.kmnist.files : [];
  const { isPublished } = await import('../../src/data/checksums.js');
  const content = new Uint8Array(files[3].bytes);
  expect(isPublished(files[3], content)).toBe(true);
  expect(isPublished(files[3], content, gzipSync(content))).toBe(false);
  expect(isPublished(files[3], content.subarray(1))).toBe(false);
});
