import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { processesOf, untilGone } from './processes.js';
import { type Ended, type RunOptions, relaxon, relaxonAtTerminal } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

// Each test is several trainings, stopped and gone on with: on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data'), 480) };
// 60 minibatches of several milliseconds each in an epoch: time enough for a signal to arrive within it.
const settings = '--batch-size 8 --epochs 3 --checkpoint-every 15 --steps 50 --solver euler --seeds 3'.split(
  ' ',
);
const runs = ['seed-1', 'seed-2', 'seed-3'];
const path = (...names: string[]) => join(folder, ...names);
const begin = (name: string, ...more: string[]) => [
  'train',
  network,
  ...settings,
  '--out',
  path(name),
  ...more,
];
const goOn = (name: string) => ['train', '--resume', path(name)];
const stateOf = (...names: string[]) => JSON.parse(readFileSync(path(...names, 'status.json'), 'utf8')).state;

let whole: Ended;
beforeAll(async () => {
  whole = await relaxon(begin('whole'), { env });
  expect(whole).toMatchObject({ code: 0 });
});

/** What is done to a training once it has said something. */
type Step = readonly [said: string, act: (pid: number) => void];

/** Runs a training of many seeds, and takes one step after the other. */
function meddle(args: readonly string[], steps: readonly Step[], options: RunOptions = {}): Promise<Ended> {
  const left = [...steps];
  return relaxon(args, {
    ...options,
    env,
    onStderr(text, child) {
      while (left.length > 0 && text.includes(left[0][0])) left.shift()?.[1](child.pid!);
    },
  });
}

const sending = (signal: NodeJS.Signals) => (pid: number) => void process.kill(pid, signal);

/** Sends a signal to the process that trains a run. */
function signalRun(name: string, run: string, signal: NodeJS.Signals): void {
  const found = processesOf(path(name, run));
  expect(found).toHaveLength(1);
  process.kill(found[0], signal);
}

async function expectWhole(name: string): Promise<void> {
  const { code, stdout } = await relaxon(goOn(name), { env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: whole.stdout.replace(path('whole'), path(name)) });
  for (const run of runs) {
    for (const file of ['config.json', 'metrics.jsonl', 'checkpoint.safetensors']) {
      expect(bytesOf(path(name, run, file)), `${run} ${file}`).toBe(bytesOf(path('whole', run, file)));
    }
    expect(stateOf(name, run)).toBe('finished');
  }
}

describe('many runs that are asked to stop', () => {
  it.each([
    ['SIGINT', 'to the one process', 'seed 2 epoch 1:', 1],
    ['SIGINT', 'to all, as a terminal sends it', 'seed 1 epoch 2:', -1],
    ['SIGTERM', 'as soon as they begin', 'training ', 1],
  ] as const)('by %s %s save, say how to go on, and go on as if nothing had been', async (...given) => {
    const [signal, how, said, sign] = given;
    const name = `${signal} ${how}`;
    // A group of processes has the number of the first one, with a minus.
    const stop: Step = [said, (pid) => sending(signal)(sign * pid)];
    const { code, stdout, stderr } = await meddle(begin(name, '--jobs', '2'), [stop], { group: true });
    expect(stderr.split('\n').filter((line) => line.includes('--resume'))).toEqual([
      `relaxon: interrupted; the runs are saved. Go on with: relaxon train --resume '${path(name)}'`,
    ]);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    for (const run of runs) expect(processesOf(path(name, run))).toEqual([]);
    await expectWhole(name);
  });

  it('many times, by all that a scheduler sends, save all the same', async () => {
    const name = 'a storm';
    const storm = (pid: number) => {
      for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
        sending(signal)(-pid);
      }
    };
    const steps: Step[] = [
      ['seed 1 epoch 1:', storm],
      ['stopping', storm],
    ];
    const options = { group: true };
    expect(await meddle(begin(name, '--jobs', '2'), steps, options)).toMatchObject({ code: 130, stdout: '' });
    // On a busy machine one may be through by the time that the first signal comes; none is left as if it still ran.
    for (const run of runs.slice(0, 2)) expect(['interrupted', 'finished']).toContain(stateOf(name, run));
    await expectWhole(name);
  });

  it.skipIf(!existsSync('/usr/bin/script'))(
    'twice from a terminal end at once, even one that hears nothing',
    async () => {
      const name = 'twice';
      let [told, last] = [0, ''];
      const args = begin(name, '--jobs', '1');
      const pid = () => processesOf(path(name))[0];
      await relaxonAtTerminal(args, env, (text) => {
        if (told === 0 && text.includes('seed 1 epoch 1:')) {
          told++;
          signalRun(name, 'seed-1', 'SIGSTOP');
          sending('SIGINT')(pid());
          setTimeout(() => sending('SIGINT')(pid()), 1000);
        }
        last = text;
      });
      expect(last).toContain('once more to stop at once');
      await untilGone(path(name, 'seed-1'));
      await expectWhole(name);
    },
  );
});

it('a run whose process is killed takes no other along, and can be gone on with', async () => {
  const name = 'one killed';
  const kill = () => signalRun(name, 'seed-2', 'SIGKILL');
  const { code, stdout, stderr } = await meddle(begin(name, '--jobs', '2'), [['seed 2 epoch 1:', kill]]);
  expect(code).toBe(1);
  const rows = stdout.split('\n');
  const wanted = whole.stdout.split('\n');
  expect([rows[1], rows[3]]).toEqual([wanted[1], wanted[3]]);
  expect(rows[2].trim().split(/ +/)).toEqual(['2', '-', '-', '-', '-']);
  expect(rows[4]).toContain('of 2 runs');
  expect(stderr).toContain('seed 2 did not finish: killed by SIGKILL');
  expect(stderr).toContain(`relaxon train --resume '${path(name, 'seed-2')}'`);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    `relaxon: ${path(name)}: got 1 of 3 runs that did not finish (seed 2), expected all to finish. ` +
      `Try relaxon train --resume '${path(name)}'.`,
  );
  const summary = JSON.parse(readFileSync(path(name, 'summary.json'), 'utf8'));
  expect(summary.seeds[1]).toMatchObject({ seed: 2, error: expect.stringContaining('SIGKILL') });
  expect(['seed-1', 'seed-3'].map((run) => stateOf(name, run))).toEqual(['finished', 'finished']);
  await expectWhole(name);
});

it('a run that a signal of its own stops is saved, and told of', async () => {
  const name = 'one asked';
  const ask = () => signalRun(name, 'seed-1', 'SIGTERM');
  const args = begin(name, '--jobs', '2', '--json');
  const { code, stdout, stderr } = await meddle(args, [['seed 1 epoch 1:', ask]]);
  expect(code).toBe(1);
  expect(stderr).toContain('seed 1 did not finish: a signal asked it to stop');
  expect(JSON.parse(stdout).seeds[0]).toEqual({
    seed: 1,
    directory: path(name, 'seed-1'),
    error: 'a signal asked it to stop',
  });
  expect(stateOf(name, 'seed-1')).toBe('interrupted');
  await expectWhole(name);
});

it('runs whose parent is killed save, stop, and can be gone on with', async () => {
  const name = 'orphans';
  const killed = meddle(begin(name, '--jobs', '2'), [['seed 1 epoch 1:', sending('SIGKILL')]]);
  expect(await killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  for (const run of runs) await untilGone(path(name, run));
  // Not trained to the end without anyone who waits for it.
  expect(stateOf(name, 'seed-1')).toBe('interrupted');
  await expectWhole(name);
});

it('losses that are no numbers are told run by run', async () => {
  const args = begin('wild', '--learning-rate', '1e37', '--json', '--quiet', '--jobs', '2');
  const { code, stdout, stderr } = await relaxon(args, { env });
  expect(code).toBe(1);
  const { seeds, mean, sd } = JSON.parse(stdout);
  expect({ mean, sd }).toEqual({ mean: null, sd: null });
  for (const { error } of seeds)
    expect(error).toMatch(/expected a finite number\. Try a learning rate below/);
  for (const seed of [1, 2, 3]) expect(stderr).toMatch(new RegExp(`^seed ${seed} did not finish: `, 'm'));
  expect(stderr).toContain('got 3 of 3 runs that did not finish (seed 1, 2, 3)');
  expect(runs.map((run) => stateOf('wild', run))).toEqual(['diverged', 'diverged', 'diverged']);
});
