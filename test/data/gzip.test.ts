import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { findPlainOrGzip, gunzip, readPlainOrGzip } from '../../src/data/gzip.js';
import { InputError } from '../../src/errors.js';
import { scratch } from './scratch.js';

const text = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 251);
const zipped = gzipSync(text);

it('reads a plain file and a gzipped one alike', async () => {
  const directory = scratch();
  writeFileSync(join(directory, 'a'), text);
  writeFileSync(join(directory, 'b.gz'), zipped);
  expect(await readPlainOrGzip(join(directory, 'a'))).toEqual(text);
  expect(await readPlainOrGzip(join(directory, 'b.gz'))).toEqual(text);
});

it('finds a file by either name, the plain one first', async () => {
  const directory = scratch();
  expect(await findPlainOrGzip(directory, 'a.gz')).toBeUndefined();
  writeFileSync(join(directory, 'a.gz'), zipped);
  expect(await findPlainOrGzip(directory, 'a')).toBe(join(directory, 'a.gz'));
  writeFileSync(join(directory, 'a'), text);
  expect(await findPlainOrGzip(directory, 'a.gz')).toBe(join(directory, 'a'));
});

it('does not take a directory for a file', async () => {
  const directory = scratch();
  mkdirSync(join(directory, 'a'));
  expect(await findPlainOrGzip(directory, 'a')).toBeUndefined();
});

const flipped = Uint8Array.from(zipped, (byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte));

it.each<[string, Uint8Array, string]>([
  [
    'truncated gzip',
    zipped.subarray(0, zipped.length / 2),
    'got truncated gzip, expected a complete gzip file.',
  ],
  ['corrupted gzip', flipped, 'got corrupted gzip (incorrect data check), expected a complete gzip file.'],
  [
    'what is no gzip',
    text.subarray(2),
    'got a file that starts with 0409, expected gzip, which starts with 1f8b.',
  ],
  ['nothing', new Uint8Array(0), 'got an empty file, expected gzip'],
])('refuses %s under a .gz name, naming the file', async (_, bytes, message) => {
  const path = join(scratch(), 'a.gz');
  writeFileSync(path, bytes);
  const reading = readPlainOrGzip(path);
  await expect(reading).rejects.toThrow(InputError);
  await expect(reading).rejects.toThrow(`${path}: ${message}`);
});

it('refuses a file that cannot be read, naming it', async () => {
  const path = join(scratch(), 'absent');
  await expect(readPlainOrGzip(path)).rejects.toThrow(`${path}: got ENOENT`);
});

it('stops unpacking at the limit', () => {
  expect(gunzip(zipped, 1000)).toEqual(text);
  expect(() => gunzip(zipped, 999)).toThrow('gzip of more than 999 bytes');
});
