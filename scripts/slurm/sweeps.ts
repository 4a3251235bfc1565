import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The files of a sweep that have to be the same, whatever happened on the way. */
const tables = ['trials.csv', 'runs.csv', 'results.json'];

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line to its end. @param meddle is called once it runs */
export async function command(
  main: string,
  args: readonly string[],
  meddle: (pid: number) => Promise<void> = async () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
  await meddle(child.pid!);
  return ended;
}

/** The process that does a task of a sweep, once there is one. @param ready whether it has come far enough */
export async function taskProcess(
  directory: string,
  task: number,
  ready: () => boolean = () => true,
): Promise<number> {
  for (let tries = 0; tries < 3000; tries++) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isTask(name, directory, task));
    if (found.length > 0 && ready()) return Number(found[0]);
    await setTimeout(20);
  }
  throw new Error(`nobody does task ${task}`);
}

function isTask(pid: string, directory: string, task: number): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const at = words.indexOf('task');
    return at > 0 && words[at + 1] === directory && words[at + 2] === String(task);
  } catch {
    return false;
  }
}

/** Where two sweeps differ that should not. */
export function differences(one: string, other: string): string[] {
  return tables.filter((name) => !readFileSync(join(one, name)).equals(readFileSync(join(other, name))));
}

/** Waits until Slurm has no task of the jobs. @param look is called every time */
export async function untilDone(jobs: readonly string[], seconds: number, look = () => {}): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    look();
    const { stdout } = spawnSync('squeue', ['-h', '-r', '-j', jobs.join(','), '-o', '%i %T'], {
      encoding: 'utf8',
    });
    if (stdout.trim() === '') return;
    await setTimeout(1000);
  }
  throw new Error(`Slurm still has ${jobs.join(', ')}`);
}
