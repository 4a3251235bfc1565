import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, it, vi } from 'vitest';
import { here } from './here.js';
import { processesOf } from './processes.js';
import { type Ended, relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

// Each test is a sweep of four runs: on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data'), 200) };
jsonFile(folder, 'net.json', tinyNetwork);
const relaxation = { steps: 10, solver: 'euler' };
const sweep = jsonFile(folder, 'sweep.json', {
  configuration: { network: 'net.json', epochs: 1, batchSize: 8, checkpointEvery: 10, relaxation },
  parameters: { learningRate: [0.05, 0.2] },
  seeds: 2,
});
const path = (...names: string[]) => join(folder, ...names);
const tables = ['trials.csv', 'runs.csv', 'results.json'];
const begin = (name: string) => ['sweep', sweep, '--out', path(name), '--jobs', '2'];

let whole: Ended;
beforeAll(async () => {
  whole = await relaxon(begin('whole'), { env });
  expect(whole).toMatchObject({ code: 0 });
});

/** Sends a signal to the process of a task, once it runs. */
async function signalTask(name: string, task: number, signal: NodeJS.Signals): Promise<void> {
  const words = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  for (;;) {
    const found = processesOf(path(name)).find(
      (pid) => words(pid).slice(-4, -1).join() === ['task', path(name), task].join(),
    );
    if (found !== undefined) return void process.kill(found, signal);
    await setTimeout(20);
  }
}

it('the best is chosen by validation, and it alone is looked at on the test samples', () => {
  const { best, trials, testSet } = JSON.parse(readFileSync(path('whole', 'results.json'), 'utf8'));
  const means = trials.map(
    ({ scores }: { scores: Record<string, { mean: number }> }) => scores['validation/accuracy'].mean,
  );
  expect(best.trial).toBe(means.indexOf(Math.max(...means)));
  expect(testSet).toBe(`looked at once, for trial ${best.trial}, after it was chosen`);
  for (const name of readdirSync(path('whole', 'trials'))) {
    for (const seed of ['seed-1', 'seed-2']) {
      const files = readdirSync(path('whole', 'trials', name, seed));
      expect(files.includes('evaluation.json'), name).toBe(best.folder.endsWith(name));
      expect(readFileSync(path('whole', 'trials', name, seed, 'metrics.jsonl'), 'utf8')).not.toContain(
        '"test/',
      );
    }
  }
  expect(readFileSync(path('whole', 'trials.csv'), 'utf8').match(/not looked at/g)).toHaveLength(1);
});

it('with a task killed, a controller interrupted, and a task preempted, it comes to the same', async () => {
  let second: Promise<Ended> | undefined;
  const stopped = await relaxon(begin('disturbed'), {
    env,
    onStderr(text, child) {
      if (second || !text.includes('4 runs, in ')) return;
      second = here(['sweep', 'resume', path('disturbed')], env);
      const killed = second.then(() => signalTask('disturbed', 0, 'SIGKILL'));
      killed.then(() => signalTask('disturbed', 2, 'SIGCONT')).then(() => child.kill('SIGTERM'));
    },
  });
  expect(stopped).toMatchObject({ code: 130, stdout: '' });
  const { stderr } = stopped;
  expect(stderr).toContain('trial 0 seed 1 goes on from its last checkpoint: killed by SIGKILL');
  expect(stderr).toContain(`the sweep is saved. Go on with: relaxon sweep resume ${path('disturbed')}`);
  // Two controllers at once.
  expect(await second).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('a folder in use by process'),
  });
  const status = JSON.parse((await here(['sweep', 'status', path('disturbed'), '--json'], env)).stdout);
  expect(status.complete).toBe(false);
  expect(status.counts.running).toBeUndefined();
  const ended = relaxon(['sweep', 'resume', path('disturbed'), '--quiet', '--jobs', '2'], { env });
  await signalTask('disturbed', 3, 'SIGTERM');
  const { code, stdout } = await ended;
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: whole.stdout.replaceAll(path('whole'), path('disturbed')),
  });
  for (const file of tables)
    expect(bytesOf(path('disturbed', file)), file).toBe(bytesOf(path('whole', file)));
});

it('status and best tell of a sweep that is done', async () => {
  const [status, best] = [
    await here(['sweep', 'status', path('whole')]),
    await here(['sweep', 'best', path('whole')]),
  ];
  expect(status.stdout).toBe('4 runs: 4 finished; all have results\n');
  expect(best.stdout).toMatch(
    /^trial \d, the best by mean validation accuracy over the seeds of 2:\n {2}learningRate {2}0\.\d+\n/,
  );
  expect(best.stdout).toMatch(/test accuracy 0\.\d{4} ± 0\.\d{4}\n/);
});
