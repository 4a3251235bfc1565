import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtCommandLine } from '../test/cli/build.js';
import { subject } from './slurm/subject.js';
import { command, differences, taskProcess } from './slurm/sweeps.js';

// A sweep of 3 learning rates, 2 rules and 3 seeds on two cores, of which one task is killed and one preempted, and whose
// controller is killed as well and goes on: it ends with the tables of one that was left alone, to the byte.

const folder = mkdtempSync(join(tmpdir(), 'relaxon-sweep-'));
const main = builtCommandLine(fileURLToPath(new URL('..', import.meta.url)));
const file = subject(folder);
const [whole, disturbed, orphaned] = ['whole', 'disturbed', 'orphaned'].map((name) => join(folder, name));
const begin = (out: string) => ['sweep', file, '--out', out, '--jobs', '2', '--quiet'];
const resume = (out: string) => ['sweep', 'resume', out, '--jobs', '2', '--quiet'];

/** Sends a signal to a task, once it runs. */
const send = async (out: string, task: number, signal: NodeJS.Signals) =>
  void process.kill(await taskProcess(out, task), signal);

try {
  const left = await command(main, begin(whole));
  expect('a sweep that is left alone ends with 0', left.code === 0, left.stderr);
  const meddled = await command(main, begin(disturbed), async () => {
    await send(disturbed, 1, 'SIGKILL');
    await send(disturbed, 4, 'SIGTERM');
  });
  expect('one with a task killed and one preempted ends with 0', meddled.code === 0, meddled.stderr);
  expectSame(disturbed);
  await command(main, begin(orphaned), async (pid) => {
    await taskProcess(orphaned, 3);
    process.kill(pid, 'SIGKILL');
  });
  const goneOn = await command(main, resume(orphaned));
  expect('one whose controller was killed goes on', goneOn.code === 0, goneOn.stderr);
  expectSame(orphaned);
  await fullDisk();
  process.stdout.write(readFileSync(join(whole, 'trials.csv'), 'utf8'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A disk without room for all of it; then there is room. */
async function fullDisk(): Promise<void> {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mount = (options: string) =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'relaxon-sweep', disk]).status === 0;
  if (!mount('size=64m')) return void process.stdout.write('skipped: a full disk (no disk can be mounted)\n');
  try {
    const full = join(disk, 'full');
    const ended = await command(main, begin(full), () => fill(disk, mount));
    expect(
      'a disk that fills up is told of, and the sweep ends',
      ended.code !== 0 && ended.stderr.includes('a full disk'),
      ended.stderr,
    );
    mount('remount,size=64m');
    const goneOn = await command(main, resume(full));
    expect('it goes on once there is room', goneOn.code === 0, goneOn.stderr);
    expectSame(full);
  } finally {
    spawnSync('umount', [disk]);
  }
}

/** Leaves next to no room on a disk once a sweep has begun there. */
async function fill(disk: string, mount: (options: string) => boolean): Promise<void> {
  while (!existsSync(join(disk, 'full', 'sweep.json'))) await setTimeout(20);
  const { bsize, blocks, bfree } = statfsSync(disk);
  mount(`remount,size=${Math.ceil(((blocks - bfree) * bsize) / 1024) + 60}k`);
}

function expectSame(other: string): void {
  const found = differences(whole, other);
  expect('its tables are the same, to the byte', found.length === 0, found.join(', '));
}

function expect(what: string, holds: boolean, otherwise: string): void {
  process.stdout.write(`${holds ? 'holds' : 'FAILS'}: ${what}\n`);
  if (!holds) {
    process.stdout.write(`${otherwise}\n`);
    process.exitCode = 1;
  }
}
