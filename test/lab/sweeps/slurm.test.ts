import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arraysOf } from '../../../src/lab/sweeps/slurm/arrays.js';
import { requeue, thisArrayTask } from '../../../src/lab/sweeps/slurm/requeue.js';
import { jobScript } from '../../../src/lab/sweeps/slurm/script.js';
import { secondsOf } from '../../../src/lab/sweeps/slurm/time-limit.js';
import { workspace } from '../../cli/workspace.js';

const folder = workspace();

it('tasks are cut into arrays that Slurm takes', () => {
  expect(arraysOf([0, 1, 2, 3, 7], 1001)).toEqual([{ base: 0, indices: '0-3,7', count: 5 }]);
  expect(arraysOf([], 1001)).toEqual([]);
  const many = arraysOf(
    Array.from({ length: 2500 }, (_, i) => i),
    1001,
  );
  expect(many.map(({ base, indices, count }) => [base, indices, count])).toEqual([
    [0, '0-1000', 1001],
    [1001, '0-1000', 1001],
    [2002, '0-497', 498],
  ]);
  expect(arraysOf([5, 1200, 1202], 1001).map(({ base, indices }) => [base, indices])).toEqual([
    [0, '5'],
    [1200, '0,2'],
  ]);
});

it('the job script hands over to the program, whatever names its files have', () => {
  const odd = join(folder, "an odd 'name' $HOME");
  mkdirSync(odd);
  const main = join(odd, 'main.cjs');
  const say =
    'console.log(JSON.stringify([process.argv.slice(2), process.env.RELAXON_DATA, process.env.SET, process.ppid]))';
  writeFileSync(main, say);
  const program = { node: process.execPath, options: ['--no-warnings'], main };
  const script = join(folder, 'task.sh');
  writeFileSync(script, jobScript(odd, { setup: ['export SET=up'] }, program, odd));
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: '4' };
  const [args, data, set, parent] = JSON.parse(
    execFileSync('bash', [script, '1000'], { encoding: 'utf8', env }),
  );
  expect([args, data, set]).toEqual([['sweep', 'task', odd, '1004'], odd, 'up']);
  // The shell is gone: a signal to the task reaches the program.
  expect(parent).toBe(process.pid);
});

it('time limits are read as sbatch reads them', () => {
  const times = ['90', '2:30', '01:02:03', '2-3', '2-3:04', '1-00:00:05', '0'];
  expect(times.map(secondsOf)).toEqual([5400, 150, 3723, 183_600, 183_840, 86_405, 0]);
});

it('a task whose time is up goes into the queue again only if it came further, and not for ever', async () => {
  const task = thisArrayTask({
    SLURM_ARRAY_JOB_ID: '12',
    SLURM_ARRAY_TASK_ID: '3',
    SLURM_RESTART_COUNT: '5',
  })!;
  expect(task).toEqual({ name: '12_3', restarts: 5 });
  expect(thisArrayTask({ SLURM_JOB_ID: '12' })).toBeUndefined();
  await expect(requeue(task, 100, false)).rejects.toThrow('got no progress');
  await expect(requeue(task, 5, true)).rejects.toThrow('got 5 restarts, expected at most 5');
});
