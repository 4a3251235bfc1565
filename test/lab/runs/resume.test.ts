import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryName } from '../../../src/lab/files/write.js';
import { Interrupted } from '../../../src/lab/runs/interrupted.js';
import { contents } from '../../cli/workspace.js';
import {
  goOn,
  tinyRun,
  trainAll,
  trainUntilInterrupted,
  trainUntilInterruptedAt,
  trainUntilKilled,
  trainUntilKilledAtEpoch,
} from './runs.js';

const minibatches = Array.from({ length: 9 }, (_, i) => i);
const kinds = {
  'ar on the batched engine': {},
  'bp on the batched engine': { rule: 'bp' },
  'ar on the event engine': { engine: 'events' },
};

/** Metrics and checkpoint: all that has to be the same. */
function results(directory: string): Record<string, string> {
  return Object.fromEntries(
    ['metrics.jsonl', 'checkpoint.safetensors'].map((name) => [
      name,
      readFileSync(join(directory, name)).toString('latin1'),
    ]),
  );
}

describe.each(Object.entries(kinds))('a run of %s that goes on is as if it had never stopped', (_, kind) => {
  let whole: Record<string, string>;
  beforeAll(async () => {
    whole = results(await trainAll(await tinyRun(kind)));
  });

  it.each(minibatches.slice(0, -1))('interrupted after minibatch %i', async (after) => {
    const run = await tinyRun(kind);
    expect(await trainUntilInterrupted(run, after)).toBeInstanceOf(Interrupted);
    const { trainer, lock } = await goOn(run.directory);
    lock.release();
    expect(trainer.step).toBe(after);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it.each(minibatches.slice(1))('killed after minibatch %i, of which nothing was saved', async (after) => {
    const run = await tinyRun(kind);
    await trainUntilKilled(run, after);
    const next = await goOn(run.directory);
    expect(next.trainer.step).toBeLessThan(after);
    expect(results(await trainAll(next))).toEqual(whole);
  });

  it.each([1, 2])('killed between the row and the checkpoint of epoch %i', async (epoch) => {
    const run = await tinyRun(kind);
    await trainUntilKilledAtEpoch(run, epoch);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('killed again and again, a minibatch further each time', async () => {
    const run = await tinyRun(kind);
    await trainUntilKilled(run, 1);
    for (const after of [2, 2, 4, 5, 7]) await trainUntilKilled(await goOn(run.directory), after);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('with half a row and half a file left by the kill', async () => {
    const run = await tinyRun(kind);
    await trainUntilKilled(run, 6);
    appendFileSync(join(run.directory, 'metrics.jsonl'), '{"kind":"epoch","epo');
    const left = temporaryName(spawnSync(process.execPath, ['-e', '']).pid);
    writeFileSync(join(run.directory, left), 'half a checkpoint');
    const directory = await trainAll(await goOn(run.directory));
    expect(results(directory)).toEqual(whole);
    expect(Object.keys(contents(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('ended, and then asked for more epochs', async () => {
    const longer = results(await trainAll(await tinyRun({ ...kind, epochs: 5 })));
    const directory = await trainAll(await tinyRun(kind));
    expect(results(await trainAll(await goOn(directory, 5)))).toEqual(longer);
  });

  it('interrupted, and then asked for more epochs', async () => {
    const longer = results(await trainAll(await tinyRun({ ...kind, epochs: 4 })));
    const run = await tinyRun(kind);
    await trainUntilInterrupted(run, 6);
    await trainUntilInterrupted(await goOn(run.directory, 4), 11);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(longer);
  });

  const tests = [0, 4, 8].map((after, epoch) => [`the test of epoch ${epoch}`, 'tested', after] as const);
  const report = ['the report', 'frames of the report', 8] as const;

  it.each('rule' in kind ? tests : [...tests, report])('interrupted in %s', async (_place, shown, after) => {
    const run = await tinyRun(kind);
    expect(await trainUntilInterruptedAt(run, shown, after)).toBeInstanceOf(Interrupted);
    expect(existsSync(join(run.directory, 'report.html'))).toBe(false);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('whatever the number of minibatches between checkpoints', async () => {
    const often = results(await trainAll(await tinyRun({ ...kind, checkpointEvery: 1 })));
    expect(often).toEqual(whole);
  });

  it('ended, and asked to go on all the same', async () => {
    const directory = await trainAll(await tinyRun(kind));
    await trainAll(await goOn(directory));
    expect(results(directory)).toEqual(whole);
  });
});

describe('a run', () => {
  const rowsOf = (directory: string) => join(directory, 'metrics.jsonl');

  it('is not gone on with while somebody does', async () => {
    const run = await tinyRun();
    await expect(goOn(run.directory)).rejects.toThrow(`${run.directory}: got a folder in use by process`);
    await trainAll(run);
    await trainAll(await goOn(run.directory));
    expect(Object.keys(contents(run.directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is not gone on with from rows that its checkpoint does not stand on, and nothing is cut off', async () => {
    const directory = await trainAll(await tinyRun());
    const whole = readFileSync(rowsOf(directory), 'utf8');
    const lines = whole.split('\n');
    for (const [damaged, says] of [
      [
        lines.slice(1).join('\n'),
        `metrics.jsonl: got ${lines.length - 2} rows, expected ${lines.length - 1} rows`,
      ],
      [whole.replace('"step":3', '"step":300'), 'metrics.jsonl:2: got step 300'],
    ]) {
      writeFileSync(rowsOf(directory), damaged);
      await expect(goOn(directory)).rejects.toThrow(says);
      expect(readFileSync(rowsOf(directory), 'utf8')).toBe(damaged);
    }
    writeFileSync(rowsOf(directory), whole);
    await trainAll(await goOn(directory));
  });

  it('stops where another process has taken it over', async () => {
    const run = await tinyRun();
    const lock = join(run.directory, '.relaxon.lock');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/"id":"\w+"/, '"id":"another"'));
    const before = contents(run.directory)['checkpoint.safetensors'];
    await expect(trainAll(run)).rejects.toThrow('taken over by process');
    expect(contents(run.directory)['checkpoint.safetensors']).toBe(before);
  });
});
