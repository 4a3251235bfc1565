import type { ChildProcess } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mountDisk } from './disk.js';
import { expectRefusal } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);
const train = (out: string) => ['train', network, '--epochs', '1', '--quiet', '--out', out];
const relax = (out: string) => [
  'relax',
  network,
  '--params',
  params,
  '--batch',
  batch,
  '--quiet',
  '--out',
  out,
];
const simulate = (out: string) => ['simulate', network, '--input', batch, '--out', out];

// One for each command that works in a folder: they run at once, and of two in one folder the second hears of the first.
const [taken, kept] = ['taken', 'kept'].map((name) => {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'diary.txt'), 'do not lose me');
  return path;
});
symlinkSync(join(folder, 'gone'), join(folder, 'link'));

const cases: [what: string, args: string[], says: string[]][] = [
  ['train, into a folder with a file', train(taken), [taken, 'holds diary.txt', 'a new or empty folder']],
  ['simulate, into a folder with a file', simulate(kept), [kept, 'holds diary.txt', 'a new or empty folder']],
  ['relax, to a folder', relax(taken), [taken, 'a folder', 'a file to write']],
  ['train, into a file', train(network), [network, 'a file', 'a folder to create']],
  [
    'train, below a file',
    train(join(network, 'run')),
    [join(network, 'run'), 'a file where a folder has to be'],
  ],
  [
    'simulate, below a file',
    simulate(join(network, 'a', 'b')),
    [join(network, 'a', 'b'), 'a file where a folder has to be'],
  ],
  ['relax, below a file', relax(join(network, 'out')), [join(network, 'out'), 'a file where']],
  [
    'relax, into no folder',
    relax(join(folder, 'no', 'out')),
    [join(folder, 'no', 'out'), 'no folder to hold it', 'creating the folder first'],
  ],
  [
    'train, through a link that leads nowhere',
    train(join(folder, 'link', 'run')),
    [join(folder, 'link', 'run'), 'a folder to create'],
  ],
  ['train, where no folder can be', train('/proc/relaxon'), ['/proc/relaxon', 'a folder to create']],
];

let before: Record<string, string>[];
beforeAll(() => {
  before = [taken, kept].map(contents);
});

describe.concurrent('no result is written by', () => {
  it.each(cases)('%s', async (what, args, says) => {
    await expectRefusal({ what, args, says, env });
  });
});

it('what was in the folder is still there, and nothing else', () => {
  expect([taken, kept].map(contents)).toEqual(before);
});

const disk = mountDisk(join(folder, 'disk'), 'size=64k');

describe.skipIf(!disk)('on a disk that is read-only', () => {
  beforeAll(() => {
    disk?.remount('ro');
    return () => disk?.remount('rw');
  });

  it.each([
    ['train', train(join(folder, 'disk', 'run'))],
    ['relax', relax(join(folder, 'disk', 'out'))],
    ['simulate', simulate(join(folder, 'disk', 'simulation'))],
  ])('%s says so', async (what, args) => {
    const says = [args.at(-1) ?? '', 'a read-only file system', 'a folder on another disk'];
    await expectRefusal({ what: `${what}, read-only`, args, says, env });
  });
});

// A thread gives a folder's lock back, and its room, a moment later: at the latest with the process.
describe.skipIf(!disk)('on a disk with no more room', () => {
  const filler = join(folder, 'disk', 'filler');
  beforeAll(() => writeFileSync(filler, Buffer.alloc(56 * 1024)));

  it.each([
    ['train, in new folders', train(join(folder, 'disk', 'new', 'run')), 'run'],
    ['simulate, in a new folder', simulate(join(folder, 'disk', 'simulation')), 'simulation'],
  ])('%s leaves nothing behind', async (what, args, file) => {
    const says = [file, 'a full disk', 'freeing space'];
    await expectRefusal({ what: `${what}, full`, args, says, env, alone: true });
    expect(Object.keys(contents(join(folder, 'disk')))).toEqual(['filler']);
  });

  it.each([
    ['train', train],
    ['simulate', simulate],
  ])('%s leaves an empty folder empty', async (what, command) => {
    const out = join(folder, 'disk', 'empty');
    mkdirSync(out, { recursive: true });
    await expectRefusal({
      what: `${what}, full`,
      args: command(out),
      says: ['a full disk'],
      env,
      alone: true,
    });
    expect(Object.keys(contents(join(folder, 'disk')))).toEqual(['empty', 'filler']);
  });

  it('relax leaves the result that was there as it was', async () => {
    const out = join(folder, 'disk', 'out.safetensors');
    writeFileSync(out, 'the last result');
    writeFileSync(filler, Buffer.alloc(60 * 1024));
    await expectRefusal({ what: 'relax, full', args: relax(out), says: [out, 'a full disk'], alone: true });
    expect(bytesOf(out)).toBe('the last result');
    expect(Object.keys(contents(join(folder, 'disk')))).toEqual(['empty', 'filler', 'out.safetensors']);
  });
});

it('what a command prints is an error when it cannot be written', async () => {
  const { code, stderr } = await relaxon(['data', 'list'], { stdout: '/dev/full' });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'relaxon: standard output: got error ENOSPC, expected a place to write. Try freeing space or another place.\n',
  });
});

it('what a command prints may go unread', async () => {
  const { code, stderr } = await relaxon(['data', 'list'], { onStart: (child) => child.stdout?.destroy() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('a training goes on when nobody hears how far it is', async () => {
  const few = ['train', network, '--epochs', '3', '--limit-train-batches', '2', '--steps', '2'];
  const out = join(folder, 'unheard');
  const options = { env, onStart: (child: ChildProcess) => child.stderr?.destroy() };
  const { code, stdout } = await relaxon([...few, '--out', out], options);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^test accuracy \d\.\d+ after 3 epochs/);
});
