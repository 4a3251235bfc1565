import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { closedUrl, serve } from '../data/server.js';
import { expectRefusal } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const sound = tinyMnist(join(folder, 'sound'));
const images = 'train-images-idx3-ubyte';
const labels = 't10k-labels-idx1-ubyte';

/** Data of which one file is replaced by what `change` makes of its bytes, under a name of its own. */
function spoilt(name: string, file: string, change: (bytes: Buffer) => Uint8Array, ending = ''): string {
  const data = join(folder, name);
  cpSync(sound, data, { recursive: true });
  const path = join(data, 'mnist', file);
  const bytes = change(readFileSync(path));
  renameSync(path, `${path}${ending}`);
  writeFileSync(`${path}${ending}`, bytes);
  return data;
}

const flip = (bytes: Buffer, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte));
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
const broken: [what: string, data: string, says: string[]][] = [
  [
    'a gzip file cut short',
    spoilt('cut', images, (bytes) => half(gzipSync(bytes)), '.gz'),
    [`cut/mnist/${images}.gz`, 'truncated gzip', 'complete', 'fetching it again'],
  ],
  [
    'a gzip file with a wrong byte',
    spoilt('flipped', images, (bytes) => flip(gzipSync(bytes), 700), '.gz'),
    [`flipped/mnist/${images}.gz`, 'corrupted gzip', 'complete', 'fetching it again'],
  ],
  [
    'a file that is no gzip in spite of its name',
    spoilt('named', images, (bytes) => bytes, '.gz'),
    [`named/mnist/${images}.gz`, 'starts with 0000', '1f8b'],
  ],
  [
    'images cut short',
    spoilt('short', images, half),
    [`short/mnist/${images}`, '968 bytes', '1936 bytes for 120 x 4 x 4'],
  ],
  [
    'images that are labels',
    spoilt('swapped', images, () => readFileSync(join(sound, 'mnist', labels))),
    [`swapped/mnist/${images} dimensions`, 'got 1,', 'expected 3', 'swapping'],
  ],
  [
    'a label that is no class',
    spoilt('label', labels, (bytes) => flip(bytes, 10)),
    [`label/mnist/${labels} label 2`, '0 .. 9'],
  ],
];
const empty = join(folder, 'empty');
mkdirSync(empty);
const nowhere = join(folder, 'nowhere');
const cache = join(folder, 'cache');
const out = join(folder, 'out');
const train = ['train', network, '--out', out];

const before = contents(folder);

describe.concurrent('data are refused for', () => {
  it.each(broken)('%s', async (what, data, says) => {
    await expectRefusal({ what, args: train, says, env: { RELAXON_DATA: data } });
  });

  it('a folder that does not exist', async () => {
    const says = ['RELAXON_DATA', nowhere, 'does not exist', 'a directory with data sets'];
    await expectRefusal({ what: 'no folder', args: train, says, env: { RELAXON_DATA: nowhere } });
  });

  it('a folder that is a file', async () => {
    const says = ['RELAXON_DATA', network, 'a file', 'a directory with data sets'];
    await expectRefusal({ what: 'file', args: ['data', 'list'], says, env: { RELAXON_DATA: network } });
  });

  it('an address that is none', async () => {
    const env = { RELAXON_MIRROR: 'ftp://127.0.0.1', XDG_CACHE_HOME: join(cache, 'ftp') };
    const says = ['RELAXON_MIRROR', '"ftp://127.0.0.1"', 'http'];
    await expectRefusal({ what: 'address', args: ['data', 'fetch', 'mnist'], says, env });
  });

  it('being built in, when they are to be fetched', async () => {
    const says = ['"digits"', 'built in', 'kept in files'];
    await expectRefusal({ what: 'built in', args: ['data', 'fetch', 'digits'], says });
  });
});

it('data that are nowhere are refused: the line says which file to put where', async () => {
  const env = {
    RELAXON_DATA: empty,
    RELAXON_MIRROR: await closedUrl(),
    XDG_CACHE_HOME: join(cache, 'none'),
  };
  const files = [images, 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', labels];
  const list = files.map((file) => `mnist/${file}.gz`).join(', ');
  const says = [`putting ${list} into ${join(cache, 'none', 'relaxon')} or ${empty}.`];
  // No network: not the user's fault.
  const { code, stdout, stderr } = await relaxon(['train', '--out', out], { env });
  expect(stderr).toMatch(/^relaxon: [^\n]+: got [^\n]+, expected [^\n]+\.\n$/);
  for (const words of says) expect(stderr).toContain(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

it('a file that is not the published one is not kept when it is fetched', async () => {
  const server = await serve((_, response) => response.end('not what was published'));
  const env = { RELAXON_MIRROR: server.url, XDG_CACHE_HOME: join(cache, 'else') };
  const { code, stdout, stderr } = await relaxon(['data', 'fetch', 'optdigits'], { env });
  expect(stderr).toMatch(
    /^(fetching [^\n]+\n)*relaxon: optdigits\/optdigits\.tra: got no download \([^\n]+ sha256 [^\n]+\), expected [^\n]+\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(Object.values(contents(join(cache, 'else')))).toEqual(['folder', 'folder']);
});

it('a download that is interrupted ends with 130 and one line', async () => {
  const server = await serve((_, response) => response.write('the first bytes, and then nothing for long'));
  const asked = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (server.asked.length > 0) resolve(clearInterval(timer));
    }, 20);
  });
  const env = { RELAXON_MIRROR: server.url, XDG_CACHE_HOME: join(cache, 'slow') };
  const { code, stdout, stderr } = await relaxon(['train', '--out', out], {
    env,
    onStart: (child) => void asked.then(() => setTimeout(() => child.kill('SIGINT'), 300)),
  });
  expect(stderr).toMatch(/^stopping; [^\n]+\n(fetching [^\n]+\n)*relaxon: interrupted; [^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});

it('no refusal leaves a trace outside the cache', () => {
  const after = Object.entries(contents(folder)).filter(([name]) => !/^cache/.test(name));
  expect(Object.fromEntries(after)).toEqual(before);
});
