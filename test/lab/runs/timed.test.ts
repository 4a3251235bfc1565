import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../src/lab/files.js';
import { readParameters } from '../../../src/lab/parameter-files.js';
import { Interrupted } from '../../../src/lab/runs/interrupted.js';
import { resumedRun } from '../../../src/lab/runs/setup.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { tinyMnist, tinyNetwork } from '../../cli/tiny.js';
import {
  folder,
  goOn,
  tinyRun,
  trainAll,
  trainUntilInterrupted,
  trainUntilKilled,
  trainUntilKilledAtEpoch,
} from './runs.js';

const schedule = { learningRateSchedule: 'warm-up:steps=3,cosine' };
const validated = { validationShare: 0.25, epochs: 4, batchSize: 6 };
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'schedule, best and ema, ar': { ...schedule, ...validated, average: 'ema:decay=0.9', optimiser: 'adamw' },
  'schedule, best and swa, bp': {
    ...schedule,
    ...validated,
    average: 'swa:last=2',
    rule: 'bp',
    clipNorm: 0.1,
  },
  'schedule, early stopping and ema, ar on the event engine': {
    ...{ ...schedule, ...validated, average: 'ema', engine: 'events', grain: 'arbor', optimiser: 'rmsprop' },
    ...{ earlyStopping: 1, monitor: 'accuracy', nodeLearningRates: { '*.bias': 0 } },
  },
};

const files = ['metrics.jsonl', 'checkpoint.safetensors', 'best.safetensors', 'average.safetensors'];
const results = (directory: string) =>
  [...files, 'evaluation.json'].map((name) => readFileSync(join(directory, name)).toString('latin1'));
const rowsOf = (directory: string) => readJsonLines(join(directory, 'metrics.jsonl'));
const json = (directory: string, name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'));

describe.each(Object.entries(kinds))('a run that goes on is as if it had never stopped: %s', (_, kind) => {
  let whole: string[];
  let directory: string;
  beforeAll(async () => {
    directory = await trainAll(await tinyRun(kind));
    whole = results(directory);
  });

  it.each([2, 5])('interrupted after minibatch %i', async (minibatch) => {
    const run = await tinyRun(kind);
    expect(await trainUntilInterrupted(run, minibatch)).toBeInstanceOf(Interrupted);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('killed after minibatch 5, or after the row of epoch 2', async () => {
    const run = await tinyRun(kind);
    await trainUntilKilled(run, 5);
    expect(results(await trainAll(await goOn(run.directory)))).toEqual(whole);
    const other = await tinyRun(kind);
    await trainUntilKilledAtEpoch(other, 2);
    expect(results(await trainAll(await goOn(other.directory)))).toEqual(whole);
  });

  it('looks at the validation samples during training, and at the test samples at its end', () => {
    const epochs = rowsOf(directory).filter(({ kind }) => kind === 'epoch');
    for (const row of epochs) {
      expect(Object.keys(row).filter((key) => key.startsWith('test/'))).toEqual([]);
      expect(row['validation/accuracy']).toBeTypeOf('number');
    }
    const { best, accuracy, average } = json(directory, 'evaluation.json');
    expect([accuracy, best.accuracy, average.accuracy].every((one) => one >= 0 && one <= 1)).toBe(true);
    const values = epochs.slice(1).map((row) => Number(row['validation/accuracy']));
    expect(best).toMatchObject({ monitor: 'accuracy', value: Math.max(...values) });
    expect(best.epoch).toBe(1 + values.indexOf(Math.max(...values)));
  });

  it('writes the learning rate down, and shows it', () => {
    const rates = rowsOf(directory).flatMap((row) => row['learning-rate'] ?? []);
    expect(new Set(rates).size).toBeGreaterThan(2);
    const report = readFileSync(join(directory, 'report.html'), 'utf8');
    for (const part of ['Learning rate', 'Weights that were kept', 'warm-up:per=step:steps=3']) {
      expect(report).toContain(part);
    }
  });
});

it('early stopping ends a run, which has nothing left to train then, however many epochs it is given', async () => {
  // Nothing moves, so that no epoch is better than the first.
  const still = { ...validated, epochs: 9, earlyStopping: 2, nodeLearningRates: { '*': 0 } };
  const directory = await trainAll(await tinyRun(still));
  expect(json(directory, 'status.json')).toMatchObject({ state: 'finished', epochs: 3, stoppedEarly: true });
  expect(json(directory, 'evaluation.json').best.epoch).toBe(1);
  expect(readFileSync(join(directory, 'report.html'), 'utf8')).toContain('Stopped after 3 of 9 epochs');
  const again = await goOn(directory, 12);
  expect(again.trainer.done).toBe(true);
  again.lock.release();
});

it('swa is the mean of the weights after its epochs', async () => {
  const network = parseNetwork(tinyNetwork);
  const ends = await Promise.all(
    [2, 3].map(async (epochs) => {
      const directory = await trainAll(await tinyRun({ epochs }));
      return readParameters(join(directory, 'checkpoint.safetensors'), network);
    }),
  );
  const directory = await trainAll(await tinyRun({ epochs: 3, average: 'swa:last=2' }));
  const average = readParameters(join(directory, 'average.safetensors'), network);
  for (const [name, { data }] of Object.entries(average)) {
    for (const [i, value] of data.entries())
      expect(value).toBeCloseTo((ends[0][name].data[i] + ends[1][name].data[i]) / 2, 6);
  }
});

describe('a learning rate that is changed when a run goes on', () => {
  const goOnWith = (directory: string, changes: object) =>
    resumedRun(directory, {
      load: { env: { RELAXON_DATA: tinyMnist(join(folder, 'data'), 30, 20) } },
      ...changes,
    });

  it('is that of all minibatches from there on, as if its configuration had always said so', async () => {
    const run = await tinyRun({ rule: 'bp' });
    await trainUntilInterrupted(run, 5);
    const changed = await goOnWith(run.directory, { learningRate: 0.5, epochs: 3 });
    // It stops again: going on needs no option then.
    await trainUntilInterrupted(changed, 7);
    await trainAll(await goOn(run.directory));
    const configuration = json(run.directory, 'config.json');
    expect(configuration).toMatchObject({
      ...{ epochs: 3, learningRate: 0.064, learningRateChanges: [{ step: 5, learningRate: 0.5 }] },
    });
    expect(json(run.directory, 'provenance.json').changes).toMatchObject([
      { step: 5, learningRate: { from: 0.064, to: 0.5 } },
    ]);
    const rows = rowsOf(run.directory);
    expect(rows.find(({ kind }) => kind === 'learning-rate')).toEqual({
      ...{ kind: 'learning-rate', step: 5, 'learning-rate': 0.5 },
    });
    const fresh = await trainAll(await tinyRun(configuration));
    for (const name of ['metrics.jsonl', 'checkpoint.safetensors'])
      expect(readFileSync(join(fresh, name))).toEqual(readFileSync(join(run.directory, name)));
    expect(readFileSync(join(run.directory, 'report.html'), 'utf8')).toContain('0.5 from minibatch 6 on');
  });

  it('is no change where it is the same, and is refused where nothing is left, or where it is none', async () => {
    const directory = await trainAll(await tinyRun({ rule: 'bp' }));
    const before = readFileSync(join(directory, 'config.json'), 'utf8');
    const same = await goOnWith(directory, { learningRate: 0.064 });
    same.lock.release();
    await expect(goOnWith(directory, { learningRate: 0.1 })).rejects.toThrow(
      'learningRate: got 0.1 for a run that is trained to its end, expected minibatches that are left to train. Try more epochs',
    );
    await expect(goOnWith(directory, { learningRate: -1, epochs: 3 })).rejects.toThrow(
      'a finite number above 0',
    );
    expect(readFileSync(join(directory, 'config.json'), 'utf8')).toBe(before);
  });

  it('in the file alone is refused, as any other setting is', async () => {
    const directory = await trainAll(await tinyRun({ rule: 'bp', epochs: 3 }));
    const path = join(directory, 'config.json');
    const configuration = JSON.parse(readFileSync(path, 'utf8'));
    const change = (more: object) => writeFileSync(path, JSON.stringify({ ...configuration, ...more }));
    change({ learningRateChanges: [{ step: 2, learningRate: 0.1 }] });
    await expect(goOn(directory)).rejects.toThrow(
      /learningRate: got 0.1, but the checkpoint was trained with 0.064/,
    );
    change({ learningRateSchedule: 'cosine' });
    await expect(goOn(directory)).rejects.toThrow(/learningRateSchedule: got .*cosine.*trained with none/);
  });
});

it('a run that asks for nothing of this writes nothing of it', async () => {
  const directory = await trainAll(await tinyRun({ rule: 'bp' }));
  const odd = /learningRateSchedule|earlyStopping|average|monitor|validation|clipNorm|learning-rate/;
  for (const name of ['config.json', 'metrics.jsonl', 'evaluation.json', 'status.json'])
    expect(readFileSync(join(directory, name), 'utf8')).not.toMatch(odd);
  for (const name of ['best.safetensors', 'average.safetensors'])
    expect(existsSync(join(directory, name))).toBe(false);
});
