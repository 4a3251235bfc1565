import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchFromArchive } from '../../src/data/archive.js';
import { addDataSet } from '../../src/data/catalogue.js';
import type { ClassSplit } from '../../src/data/dataset.js';
import { loadDataSet } from '../../src/data/load.js';
import type { Archive, DataFile } from '../../src/data/sets/entry.js';
import { readTar } from '../../src/data/tar.js';
import { noise } from './sample.js';
import { scratch } from './scratch.js';
import { send, serve } from './server.js';

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const contents = { 'a.bin': noise(1500), 'b.bin': noise(512), empty: new Uint8Array(0) };

/** A tar archive, as the system's own program makes it. */
function tarred(flags: string, files: Record<string, Uint8Array> = contents): Buffer {
  const folder = scratch();
  mkdirSync(join(folder, 'inside'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, 'inside', name), bytes);
  execFileSync('tar', [flags, 'a.tar', 'inside'], { cwd: folder });
  return readFileSync(join(folder, 'a.tar'));
}

describe('a tar archive', () => {
  it('is read file by file', () => {
    const members = readTar({ file: 'a.tar', bytes: tarred('-cf') });
    expect(Object.fromEntries([...members].map(([path, bytes]) => [path, Buffer.from(bytes)]))).toEqual(
      Object.fromEntries(
        Object.entries(contents).map(([name, bytes]) => [`inside/${name}`, Buffer.from(bytes)]),
      ),
    );
  });

  it.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
    ['cut off', (bytes) => bytes.subarray(0, 1600), /^a.tar: got 1600 bytes, expected \d+ for inside\//],
    [
      'damaged in a header',
      (bytes) => Uint8Array.from(bytes).with(3, 0),
      /^a.tar byte 0: got no header of a file/,
    ],
    ['of nothing', () => new Uint8Array(1024), /^a.tar: got no file in it, expected a tar archive/],
  ])('is refused when it is %s', (_, change, message) => {
    const bytes = change(tarred('-cf', { 'a.bin': contents['a.bin'] }));
    expect(() => readTar({ file: 'a.tar', bytes })).toThrow(message);
  });
});

function published(url: string, packed: Uint8Array): { archive: Archive; files: DataFile[] } {
  const shared = { folder: 'set', mirrors: [`${url}/`] };
  const archive: Archive = {
    ...{ ...shared, name: 'all.tar.gz', inside: 'inside', bytes: 100_000, packedMd5: md5(packed) },
  };
  const files = ['a.bin', 'b.bin'].map((name) => {
    const bytes = contents[name as 'a.bin'];
    return { ...{ ...shared, name, archive, bytes: bytes.length, md5: md5(bytes) } };
  });
  return { archive, files };
}

describe('files that are published in an archive', () => {
  it('are taken out of it, and it is removed', async () => {
    const packed = tarred('-czf');
    const server = await serve((request, response) => send(packed, request, response));
    const { archive, files } = published(server.url, packed);
    const directory = scratch();
    await fetchFromArchive(archive, files, directory, { env: {} });
    expect(server.asked).toEqual(['/all.tar.gz']);
    expect(readdirSync(join(directory, 'set')).sort()).toEqual(['a.bin', 'b.bin']);
    expect(readFileSync(join(directory, 'set', 'a.bin')).equals(contents['a.bin'])).toBe(true);
  });

  it('are taken out of one that an earlier attempt left, without asking for it again', async () => {
    const packed = tarred('-czf');
    const { archive, files } = published('http://127.0.0.1:9', packed);
    const directory = scratch();
    mkdirSync(join(directory, 'set'));
    writeFileSync(join(directory, 'set', 'all.tar.gz'), packed);
    await fetchFromArchive(archive, files, directory, { env: {} });
    expect(readdirSync(join(directory, 'set')).sort()).toEqual(['a.bin', 'b.bin']);
  });

  it('are not kept of an archive that is another than the published one', async () => {
    const packed = tarred('-czf');
    const server = await serve((request, response) => send(packed, request, response));
    const { archive, files } = published(server.url, noise(10));
    const directory = scratch();
    await expect(fetchFromArchive(archive, files, directory, { env: {} })).rejects.toThrow(
      `got md5 of the packed file ${md5(packed)}, expected ${md5(noise(10))}`,
    );
    expect(readdirSync(join(directory, 'set'))).toEqual([]);
  });

  it('are refused where one is not in it, or is another', async () => {
    const packed = tarred('-czf');
    const server = await serve((request, response) => send(packed, request, response));
    const { archive, files } = published(server.url, packed);
    const directory = scratch();
    const missing = [{ ...files[0], name: 'c.bin' }];
    await expect(fetchFromArchive(archive, missing, directory, { env: {} })).rejects.toThrow(
      /in it, expected inside\/c.bin\. Try removing .*all.tar.gz and fetching it again\.$/,
    );
    const other = [{ ...files[0], md5: md5(noise(3)) }];
    await expect(fetchFromArchive(archive, other, directory, { env: {} })).rejects.toThrow(
      `all.tar.gz: inside/a.bin: got md5 ${md5(contents['a.bin'])}, expected ${md5(noise(3))}.`,
    );
    expect(existsSync(join(directory, 'set', 'a.bin'))).toBe(false);
  });
});

it('a data set is fetched by the archive that holds its files, and loaded from then on without it', async () => {
  const both = tarred('-czf');
  const server = await serve((request, response) => send(both, request, response));
  const { files } = published('http://127.0.0.1:9', both);
  const half = (bytes: Uint8Array): ClassSplit => ({
    ...{ count: 1, shape: [512], inputs: bytes.subarray(0, 512), scale: 1, labels: Uint8Array.of(0) },
  });
  const remove = addDataSet('boxed', {
    ...{ about: 'in a box', classes: 2, files },
    read: ([a, b]) => ({ train: half(a.bytes), test: half(b.bytes) }),
  });
  onTestFinished(remove);
  const env = { XDG_CACHE_HOME: scratch(), RELAXON_MIRROR: server.url };
  const first = await loadDataSet('boxed', { env });
  expect(server.asked).toEqual(['/set/all.tar.gz']);
  expect([first.verified, Buffer.from(first.test.inputs as Uint8Array).equals(contents['b.bin'])]).toEqual([
    true,
    true,
  ]);
  expect(await loadDataSet('boxed', { env, fetch: false })).toEqual(first);
});
