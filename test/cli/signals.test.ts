import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ended, relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { bytesOf, workspace } from './workspace.js';

// Each test is a training, stopped and gone on with: on a machine with other work that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data'), 480) };
// 60 minibatches of several milliseconds each in an epoch: time enough for a signal to arrive within it.
const settings = [
  '--batch-size',
  '8',
  '--epochs',
  '3',
  '--checkpoint-every',
  '15',
  '--steps',
  '50',
  '--solver',
  'euler',
];
let whole: string;

beforeAll(async () => {
  whole = join(folder, 'whole');
  expect(await relaxon(['train', network, ...settings, '--out', whole], { env })).toMatchObject({ code: 0 });
});

const begin = (name: string) => ['train', network, ...settings, '--out', join(folder, name)];
const goOn = (name: string) => ['train', '--resume', join(folder, name)];

/** Runs a training and sends it a signal once it has said something. */
function stopAt(said: string, signal: NodeJS.Signals, args: readonly string[]): Promise<Ended> {
  let sent = false;
  return relaxon(args, {
    env,
    onStderr(text, child) {
      if (sent || !text.includes(said)) return;
      sent = true;
      child.kill(signal);
    },
  });
}

function stateOf(name: string): unknown {
  const path = join(folder, name, 'status.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).state : 'none yet';
}

async function expectWhole(name: string): Promise<void> {
  expect(await relaxon(goOn(name), { env })).toMatchObject({ code: 0 });
  for (const file of ['metrics.jsonl', 'checkpoint.safetensors']) {
    expect(bytesOf(join(folder, name, file)), file).toBe(bytesOf(join(whole, file)));
  }
  expect(stateOf(name)).toBe('finished');
}

describe.concurrent('a training that is asked to stop', () => {
  it.each([
    ['SIGINT', 'training '],
    ['SIGINT', 'epoch 2:'],
    ['SIGTERM', 'epoch 1:'],
  ] as const)(
    'by %s after "%s" saves, says how to go on, and goes on as if nothing had been',
    async (signal, said) => {
      const name = `${signal} after ${said.trim().replace(':', '')}`;
      const { code, stdout, stderr } = await stopAt(said, signal, begin(name));
      const advice = stderr.split('\n').filter((line) => line.includes('--resume'));
      expect(advice).toEqual([
        `relaxon: interrupted; the run is saved. Go on with: relaxon train --resume '${join(folder, name)}'`,
      ]);
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stateOf(name)).toBe('interrupted');
      await expectWhole(name);
    },
  );
});

describe.concurrent('a training that is killed', () => {
  it.each(['training ', 'epoch 1:', 'epoch 2:'])(
    'after "%s" goes on as if nothing had been',
    async (said) => {
      const name = `killed after ${said.trim().replace(':', '')}`;
      expect(await stopAt(said, 'SIGKILL', begin(name))).toMatchObject({ signal: 'SIGKILL' });
      expect(['running', 'none yet']).toContain(stateOf(name));
      await expectWhole(name);
    },
  );

  it('twice, the second time with half a row at the end of its metrics, goes on all the same', async () => {
    expect(await stopAt('epoch 1:', 'SIGKILL', begin('twice'))).toMatchObject({ signal: 'SIGKILL' });
    expect(await stopAt('epoch 2:', 'SIGKILL', goOn('twice'))).toMatchObject({ signal: 'SIGKILL' });
    appendFileSync(join(folder, 'twice', 'metrics.jsonl'), '{"kind":"interval","step":3');
    await expectWhole('twice');
  });
});

it('a training that is over only reports when it is asked to go on', async () => {
  const { code, stdout, stderr } = await relaxon([...goOn('whole'), '--quiet'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^test accuracy [01]\.\d{4} after 3 epochs of ar\nreport .+report\.html\n$/);
});

it('a training that went on to more epochs is as one that was to have them from the start', async () => {
  const longer = join(folder, 'longer');
  const run = ['train', network, ...settings, '--epochs', '4', '--out', longer, '--quiet'];
  const more = [...goOn('whole'), '--epochs', '4', '--json', '--quiet'];
  const [started, raised] = await Promise.all([relaxon(run, { env }), relaxon(more, { env })]);
  expect([started.code, raised.code]).toEqual([0, 0]);
  for (const file of ['metrics.jsonl', 'checkpoint.safetensors', 'config.json']) {
    expect(bytesOf(join(whole, file)), file).toBe(bytesOf(join(longer, file)));
  }
  expect(JSON.parse(raised.stdout).epochs).toHaveLength(5);
});

it('a report that was lost is written again', async () => {
  const report = join(whole, 'report.html');
  rmSync(report);
  expect(await relaxon([...goOn('whole'), '--quiet'], { env })).toMatchObject({ code: 0 });
  expect(existsSync(report)).toBe(true);
});
