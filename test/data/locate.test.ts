import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/data/catalogue.js';
import { dataPath, dataStatus } from '../../src/data/files.js';
import { cacheDirectory } from '../../src/data/locate.js';
import type { DataFile } from '../../src/data/sets/entry.js';
import { scratch } from './scratch.js';

function put(directory: string, name: string, content: string): string {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe('the cache', () => {
  it.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['Linux', 'linux', { HOME: '/home/u' }, '/home/u/.cache/relaxon'],
    ['Linux with XDG_CACHE_HOME', 'linux', { HOME: '/home/u', XDG_CACHE_HOME: '/big' }, '/big/relaxon'],
    [
      'Linux with a relative XDG_CACHE_HOME',
      'linux',
      { HOME: '/home/u', XDG_CACHE_HOME: 'x' },
      '/home/u/.cache/relaxon',
    ],
    ['macOS', 'darwin', { HOME: '/Users/u' }, '/Users/u/Library/Caches/relaxon'],
    ['Windows', 'win32', { LOCALAPPDATA: '/c/Local' }, '/c/Local/relaxon/Cache'],
    ['Windows without LOCALAPPDATA', 'win32', { USERPROFILE: '/c/u' }, '/c/u/AppData/Local/relaxon/Cache'],
  ])('of %s', (_, platform, env, expected) => {
    expect(cacheDirectory(env, platform)).toBe(join(expected));
  });
});

describe('where data are', () => {
  it('is RELAXON_DATA first, then the cache, file by file, plain or gzipped', async () => {
    const [own, home] = [scratch(), scratch()];
    const env = { RELAXON_DATA: own, XDG_CACHE_HOME: home };
    const cached = put(home, 'relaxon/optdigits/optdigits.tra', 'in the cache');
    const test = put(home, 'relaxon/optdigits/optdigits.tes.gz', 'zip');
    expect(await dataStatus('optdigits', env)).toEqual([
      { file: 'optdigits/optdigits.tra', path: cached, bytes: 12 },
      { file: 'optdigits/optdigits.tes', path: test, bytes: 3 },
    ]);
    const mine = put(own, 'optdigits/optdigits.tra', 'my own');
    expect((await dataStatus('optdigits', env)).map(({ path }) => path)).toEqual([mine, test]);
    expect(await dataPath('optdigits', env)).toBe(join(own, 'optdigits'));
  });

  it('is nowhere, and a download would go to the cache', async () => {
    const home = scratch();
    const env = { XDG_CACHE_HOME: home };
    expect(await dataStatus('optdigits', env)).toEqual([
      { file: 'optdigits/optdigits.tra', path: undefined, bytes: undefined },
      { file: 'optdigits/optdigits.tes', path: undefined, bytes: undefined },
    ]);
    expect(await dataPath('optdigits', env)).toBe(join(home, 'relaxon', 'optdigits'));
  });

  it('has no files for a built-in set', async () => {
    expect(await dataStatus('digits', {})).toEqual([]);
    await expect(dataPath('digits', {})).rejects.toThrow('data set: got "digits", which is built in');
  });

  it('is refused when RELAXON_DATA is no directory', async () => {
    const missing = join(scratch(), 'nowhere');
    await expect(dataStatus('mnist', { RELAXON_DATA: missing })).rejects.toThrow(
      `RELAXON_DATA: got ${JSON.stringify(missing)}, which does not exist, expected a directory with data sets.`,
    );
    const file = put(scratch(), 'file', '');
    await expect(dataStatus('mnist', { RELAXON_DATA: file })).rejects.toThrow('a file, expected a directory');
  });
});

/** A file may come in an archive. */
const served = ({ archive, mirrors }: DataFile) => ({ mirrors: archive?.mirrors ?? mirrors });

it('every data set of the catalogue says where its files come from and how to know them', () => {
  for (const entry of Object.values(catalogue)) {
    if (!('files' in entry)) continue;
    for (const file of entry.files) {
      const { mirrors, sha256, md5, packedMd5, bytes } = { ...file.archive, ...file, ...served(file) };
      expect(mirrors.length).toBeGreaterThan(0);
      for (const base of mirrors) expect(base).toMatch(/^https?:\/\/.*\/$/);
      expect(sha256 ?? md5 ?? packedMd5).toMatch(/^([0-9a-f]{64}|[0-9a-f]{32})$/);
      expect(bytes).toBeGreaterThan(10_000);
    }
  }
});
