import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../src/errors.js';
import { Lock, lockName } from '../../src/system/lock.js';
import { type Owner, patience, thisProcess } from '../../src/system/owner.js';

/** Called before each call of the file system that takes part in taking a lock. */
const calls = vi.hoisted(() => ({ before: () => {} }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const watched = ['openSync', 'linkSync', 'renameSync', 'readdirSync', 'rmSync', 'statSync'] as const;
  const wrap =
    (name: (typeof watched)[number]) =>
    (...args: unknown[]) => {
      calls.before();
      return (fs[name] as (...all: unknown[]) => unknown)(...args);
    };
  return { ...fs, ...Object.fromEntries(watched.map((name) => [name, wrap(name)])) };
});

const root = mkdtempSync(join(tmpdir(), 'relaxon-lock-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
let taken: Lock[] = [];
let made = 0;
beforeEach(() => {
  folder = join(root, String(made++));
  mkdirSync(folder);
});
afterEach(() => {
  calls.before = () => {};
  for (const lock of taken) lock.release();
  taken = [];
});

function take(): Lock {
  const lock = new Lock(folder);
  taken.push(lock);
  return lock;
}

/** Leaves the lock of another process. @param silence ms since its last sign of life */
function leave(changes: Partial<Owner>, silence = 0): void {
  const path = join(folder, lockName);
  writeFileSync(path, JSON.stringify({ ...thisProcess(), ...changes }));
  const then = Date.now() / 1000 - silence / 1000;
  utimesSync(path, then, then);
}

const ownerNow = () => JSON.parse(readFileSync(join(folder, lockName), 'utf8')) as Owner;
const ended = () => spawnSync(process.execPath, ['-e', '']).pid;
const elsewhere = { host: 'node7', place: 'node7' };

describe('a lock', () => {
  it('keeps a second one out until it is released, and leaves nothing', () => {
    const lock = take();
    expect(() => new Lock(folder)).toThrow(InputError);
    expect(() => new Lock(folder)).toThrow(
      new RegExp(
        `^${folder}: got a folder in use by process ${process.pid} on .+, since .+Z, expected one that nobody works in\\.`,
      ),
    );
    expect(readdirSync(folder)).toEqual([lockName]);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    take();
  });

  it('says whose it is, and of which job', () => {
    vi.stubEnv('PBS_JOBID', '12.server');
    take();
    vi.unstubAllEnvs();
    const { pid } = process;
    expect(ownerNow()).toMatchObject({ pid, job: 'PBS_JOBID=12.server' });
    expect(() => new Lock(folder)).toThrow('(PBS_JOBID=12.server)');
  });

  it.each<[string, () => void]>([
    ['of a process that has ended', () => leave({ pid: ended() ?? 0 })],
    ['of one whose number another process has by now', () => leave({ started: 'long ago' })],
    ['of one elsewhere that has been silent for long', () => leave(elsewhere, patience + 5000)],
    [
      'that is torn, and old',
      () => {
        leave({}, patience + 5000);
        writeFileSync(join(folder, lockName), '{"id":');
        utimesSync(join(folder, lockName), 1, 1);
      },
    ],
  ])('%s is taken over', (_, lay) => {
    lay();
    take();
    expect(ownerNow()).toMatchObject({ pid: process.pid, place: thisProcess().place });
    expect(readdirSync(folder)).toEqual([lockName]);
  });

  it('of a job that its scheduler has begun anew is taken over at once', () => {
    vi.stubEnv('SLURM_JOB_ID', '77');
    leave(elsewhere);
    expect(() => new Lock(folder)).toThrow('in use by process');
    vi.stubEnv('SLURM_RESTART_COUNT', '1');
    take();
    vi.unstubAllEnvs();
  });

  it.each<[string, () => void, string]>([
    [
      'of one elsewhere that gives signs of life',
      () => leave({ ...elsewhere, pid: ended() ?? 0 }, 30_000),
      'on node7',
    ],
    [
      'of one in another container of the same host',
      () => leave({ place: 'here, but contained', pid: 1 }),
      'process 1',
    ],
    ['that is just being written', () => writeFileSync(join(folder, lockName), ''), 'just taking it'],
    ['of this very process', () => leave({}, 10 * patience), `process ${process.pid}`],
    ['that is a link', () => symlinkSync('/dev/null', join(folder, lockName)), 'got a link'],
  ])('%s is not', (_, lay, says) => {
    lay();
    const before = readdirSync(folder);
    expect(() => new Lock(folder)).toThrow(says);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('that another process has taken over is held no more, and not removed', () => {
    const lock = take();
    leave(elsewhere);
    expect(() => lock.assertHeld()).toThrow(/taken over by process \d+ on node7/);
    lock.release();
    expect(existsSync(join(folder, lockName))).toBe(true);
  });
});

describe('two that take the same lock at once', () => {
  const lay: [string, () => void][] = [
    ['one that is free', () => {}],
    ['one that is stale', () => leave({ started: 'long ago' })],
    [
      'one whose successor is stale, too',
      () => {
        leave({ id: 'first', started: 'long ago' });
        const next = { ...thisProcess(), id: 'second', started: 'long ago' };
        writeFileSync(join(folder, `${lockName}.first.next`), JSON.stringify(next));
      },
    ],
  ];
  // A second process does all its work before the n-th call of the first one.
  it.each(lay)('never both get it: %s', (_, prepare) => {
    let calledSo = 0;
    for (let n = 0; n === 0 || calledSo >= n; n++) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      prepare();
      let second: Lock | undefined;
      calledSo = 0;
      calls.before = () => {
        if (calledSo++ !== n) return;
        calls.before = () => void calledSo++;
        second = attempt();
      };
      const first = attempt();
      calls.before = () => {};
      expect([first, second].filter((lock) => lock)).toHaveLength(1);
      (first ?? second)?.assertHeld();
      expect(readdirSync(folder)).toEqual([lockName]);
      first?.release();
      second?.release();
      expect(readdirSync(folder)).toEqual([]);
    }
    expect(calledSo).toBeGreaterThan(5);
  });
});

function attempt(): Lock | undefined {
  try {
    return new Lock(folder);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
