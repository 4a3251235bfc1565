import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtCommandLine } from '../test/cli/build.js';
import { Cluster, said, whyNot } from './slurm/cluster.js';
import { holdUntilTold } from './slurm/hold.js';
import { halvingSubject, subject } from './slurm/subject.js';
import { command, differences, taskProcess, untilDone } from './slurm/sweeps.js';

// A Slurm of this machine is started and stopped, and sweeps are put through it: with a task killed, one preempted, one whose
// time is up, a machine that is lost, and by successive halving. Each ends with the tables of a sweep that was left alone on
// local processes, to the byte. Nothing is installed: where there is no Slurm it says so, and ends with 0.

const reason = whyNot();
if (reason !== undefined) {
  process.stdout.write(`skipped: no Slurm of one machine can be started here (${reason})\n`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'relaxon-slurm-'));
const main = builtCommandLine(fileURLToPath(new URL('..', import.meta.url)));
const slurm = { options: ['--mem=500M'] };
const only = process.argv.slice(2);
const cluster = await Cluster.start(join(folder, 'slurm'));
process.stdout.write(
  `${said('sinfo', '--version').trim()} on ${said('sinfo', '-h', '-o', '%n %c cores').trim()}\n`,
);

const cases: Readonly<Record<string, () => Promise<void>>> = {
  preempted: killedAndPreempted,
  'time is up': timeIsUp,
  'machine lost': machineLost,
  halving: successiveHalving,
};
try {
  for (const [name, run] of Object.entries(cases)) if (only.length === 0 || only.includes(name)) await run();
} catch (error) {
  const log = readFileSync(join(folder, 'slurm', 'log', 'slurmctld.log'), 'utf8')
    .split('\n')
    .slice(-30)
    .join('\n');
  process.stdout.write(`${log}\n`);
  throw error;
} finally {
  cluster.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}

async function killedAndPreempted(): Promise<void> {
  const file = subject(folder, { slurm });
  const whole = await leftAlone(file, 'whole');
  const out = join(folder, 'preempted');
  const jobs = await submit(file, out);
  // Trial 0 with the third seed, once it trains.
  process.kill(await taskProcess(out, 2, () => begun(out, 0, 3)), 'SIGKILL');
  // Work that takes the place of others: tasks are told to end, and Slurm begins them anew.
  await holdUntilTold(await taskProcess(out, 5, () => begun(out, 1, 3)), () =>
    spawnSync('sbatch', ['-p', 'urgent', '-c', '2', '--mem=100M', '-o', '/dev/null', '--wrap', 'sleep 5']),
  );
  const twice = await command(main, ['sweep', 'resume', out, '--slurm']);
  expect(
    'nobody submits tasks that are in the queue',
    twice.code === 2 && /tasks that Slurm has/.test(twice.stderr),
    twice.stderr,
  );
  await untilDone(jobs, 500);
  const restarts = logsOf(out).filter((text) => text.includes('stopping')).length;
  expect('tasks were preempted', restarts > 0, 'none heard a signal');
  const status = await command(main, ['sweep', 'status', out]);
  expect('the one that was killed has no result', status.stdout.includes('1 killed'), status.stdout);
  const again = await command(main, ['sweep', 'resume', out, '--slurm', '--json', '--quiet']);
  expect(
    'what is left is submitted again: one task',
    JSON.parse(again.stdout).tasks === 1,
    again.stdout + again.stderr,
  );
  await untilDone(JSON.parse(again.stdout).jobs, 200);
  expectSame(whole, out);
}

async function timeIsUp(): Promise<void> {
  const limits = { ...slurm, time: '1:30', signal: 5 };
  const configuration = {
    network: 'net.json',
    data: 'digits',
    epochs: 20,
    batchSize: 32,
    checkpointEvery: 3,
  };
  const one = { configuration, parameters: { learningRate: [0.05] }, seeds: 1 };
  const file = subject(folder, { ...one, slurm: limits });
  const whole = await leftAlone(file, 'long-whole');
  const out = join(folder, 'long');
  const jobs = await submit(file, out);
  await holdUntilTold(await taskProcess(out, 0, () => begun(out, 0, 1, 1)));
  await untilDone(jobs, 500);
  const said = logsOf(out).join('');
  expect(
    'its time was up, and it went into the queue again',
    said.includes('goes into the queue again'),
    said,
  );
  expectSame(whole, out);
}

async function machineLost(): Promise<void> {
  const file = subject(folder, { seeds: 1, slurm });
  const whole = await leftAlone(file, 'lost-whole');
  const out = join(folder, 'lost');
  const jobs = await submit(file, out);
  const task = await taskProcess(out, 1);
  const daemon = Number(readFileSync(join(folder, 'slurm', 'run', 'slurmd.pid'), 'utf8'));
  process.kill(daemon, 'SIGKILL');
  for (const pid of children(daemon, task)) process.kill(pid, 'SIGKILL');
  for (let left = 120; left > 0 && !/down/.test(said('sinfo', '-h', '-o', '%T')); left--)
    await setTimeout(1000);
  expect('Slurm finds that the machine is gone', /down/.test(said('sinfo', '-h', '-o', '%T')), said('sinfo'));
  spawnSync('slurmd', ['-N', 'localhost']);
  await untilDone(jobs, 400);
  expectSame(whole, out);
}

async function successiveHalving(): Promise<void> {
  const file = halvingSubject(folder);
  const whole = await leftAlone(file, 'halving-whole');
  const out = join(folder, 'halving');
  const jobs = await submit(file, out);
  expect('there is an array job for each rung', jobs.length === 2, jobs.join());
  await untilDone(jobs, 400);
  expectSame(whole, out);
}

/** The same sweep on local processes. */
async function leftAlone(file: string, name: string): Promise<string> {
  const out = join(folder, name);
  const { code, stderr } = await command(main, ['sweep', file, '--out', out, '--quiet']);
  expect(`${name}: left alone on local processes it ends with 0`, code === 0, stderr);
  return out;
}

async function submit(file: string, out: string): Promise<string[]> {
  const { code, stdout, stderr } = await command(main, [
    'sweep',
    file,
    '--out',
    out,
    '--slurm',
    '--json',
    '--quiet',
  ]);
  expect('it is submitted, and the command returns', code === 0, stderr);
  const { jobs, tasks } = JSON.parse(stdout) as { readonly jobs: string[]; readonly tasks: number };
  process.stdout.write(`       ${tasks} tasks in job ${jobs.join(', ')}\n`);
  return jobs;
}

/** Whether a run has come so far, by its status. */
function begun(out: string, trial: number, seed: number, step = 0): boolean {
  const { trials } = JSON.parse(readFileSync(join(out, 'sweep.json'), 'utf8'));
  const status = join(out, trials[trial].folder, `seed-${seed}`, 'status.json');
  return existsSync(status) && JSON.parse(readFileSync(status, 'utf8')).step >= step;
}

function logsOf(out: string): string[] {
  return readdirSync(join(out, 'slurm'))
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(out, 'slurm', name), 'utf8'));
}

/** A process of a task, and what looks after it for Slurm. */
function children(daemon: number, task: number): number[] {
  const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${task}/status`, 'utf8'))?.[1]);
  return [parent, task].filter((pid) => pid > 1 && pid !== daemon);
}

function expectSame(whole: string, out: string): void {
  const found = differences(whole, out);
  const logs = logsOf(out).join('').slice(-3000);
  expect(
    'its tables are the same as on local processes, to the byte',
    found.length === 0,
    `${found.join(', ')}\n${logs}`,
  );
}

function expect(what: string, holds: boolean, otherwise: string): void {
  process.stdout.write(`${holds ? 'holds' : 'FAILS'}: ${what}\n`);
  if (holds) return;
  process.stdout.write(`${otherwise}\n`);
  process.exitCode = 1;
}
