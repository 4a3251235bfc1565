import { describe, expect, it } from 'vitest';
import { epochRows } from '../../../src/lab/runs/epoch-rows.js';
import { runFiles } from '../../../src/lab/runs/files.js';
import { goneOn } from '../../../src/lab/runs/provenance.js';
import { remarkOn } from '../../../src/lab/runs/remark.js';
import { evaluate } from '../../../src/lab/training/evaluate.js';
import { Tally } from '../../../src/lab/training/tally.js';
import type { Simulator, Trained } from '../../../src/sim/simulator.js';
import { sampleLoss } from '../../reference/losses.js';
import { tinyRun, trainAll } from '../runs/runs.js';

describe('a tally', () => {
  it('gives the means of what came since it was last taken', () => {
    const tally = new Tally();
    tally.add(1, 2, 4);
    tally.add(4, 0, 2);
    expect(tally.take()).toEqual({ loss: (1 * 4 + 4 * 2) / 6, accuracy: 2 / 6 });
    expect(tally.empty).toBe(true);
    tally.add(3, 1, 2);
    expect(tally.take()).toEqual({ loss: 3, accuracy: 1 / 2 });
  });
});

it('the training loss of an epoch is the mean of its own minibatches', async () => {
  const run = await tinyRun({ epochs: 3 });
  const trained: { readonly loss: number; readonly size: number }[] = [];
  const { simulator } = run;
  const train: Simulator['train'] = (batch, presentation): Trained => {
    const told = simulator.train(batch, presentation);
    trained.push({ loss: told.loss, size: batch.size });
    return told;
  };
  const spy = Object.assign(Object.create(simulator) as Simulator, { train });
  Object.assign(run.trainer, { simulator: spy });
  const rows = epochRows(runFiles(await trainAll(run)).metrics);
  const perEpoch = trained.length / 3;
  expect(rows).toHaveLength(4);
  for (const [k, row] of rows.slice(1).entries()) {
    const own = trained.slice(k * perEpoch, (k + 1) * perEpoch);
    const samples = own.reduce((sum, { size }) => sum + size, 0);
    const mean = own.reduce((sum, { loss, size }) => sum + loss * size, 0) / samples;
    expect(row['train/loss']).toBeCloseTo(mean, 12);
  }
});

it.each(['batched', 'events'])('the test loss is over the images tested, on engine %s', async (engine) => {
  const { simulator, examples } = await tinyRun({ engine });
  const { test } = examples.data;
  const classes = 10;
  for (const limit of [1, 7, null, 1000]) {
    const count = Math.min(test.count, limit ?? 1000);
    const { inputs, targets } = examples.first(count);
    const x = simulator.predict(inputs)[examples.answer].data;
    const t = targets[examples.answer].data;
    const row = (values: ArrayLike<number>, i: number) =>
      Array.from({ length: classes }, (_, k) => values[i * classes + k]);
    const losses = Array.from({ length: count }, (_, i) => sampleLoss('mse', row(x, i), row(t, i)));
    const got = evaluate(simulator, examples, limit);
    expect(got.samples).toBe(count);
    expect(got.loss).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / count, 6);
    expect(got.confusion!.flat().reduce((a, b) => a + b, 0)).toBe(count);
  }
});

it('every minibatch of the asynchronous schedule has another random order, and so has every seed', async () => {
  const seeds: number[] = [];
  for (const given of [{ seed: 1 }, { seed: 2 }, { relaxation: { seed: 3 } }]) {
    const relaxation = { steps: 1, stepSize: 0.5, schedule: 'asynchronous', ...given.relaxation };
    const { trainer } = await tinyRun({ engine: 'events', ...given, relaxation });
    for (let step = 0; step < 6; step++) {
      const { seed } = trainer.presentation.relaxation;
      expect(trainer.presentation.relaxation.seed).toBe(seed);
      seeds.push(seed!);
      trainer.trainStep();
    }
  }
  expect(new Set(seeds).size).toBe(3 * 6);
});

describe('a run that went wrong, and ended all the same', () => {
  const rows = (...losses: number[]) => losses.map((loss) => ({ 'test/loss': loss }));

  it('is remarked upon where it is worse than before training', () => {
    expect(remarkOn(rows(2.3, 5, 92), 5)).toBe(
      'the test loss, 92.00, is above that before training, 2.300. Try a learning rate below 5.',
    );
    expect(remarkOn(rows(2.3, 5, 0.1), 5)).toBeUndefined();
    expect(remarkOn(rows(2.3), 5)).toBeUndefined();
    expect(remarkOn([], 5)).toBeUndefined();
  });

  it('says so in progress and report', async () => {
    const run = await tinyRun({ learningRate: 1.5 });
    const notes: string[] = [];
    const { train } = await import('../../../src/lab/runs/run.js');
    await train(
      run,
      { update() {}, note: (line) => notes.push(line), stop() {} },
      new AbortController().signal,
    );
    const losses = epochRows(runFiles(run.directory).metrics).map((row) => Number(row['test/loss']));
    expect(losses.at(-1)).toBeGreaterThan(losses[0]);
    expect(notes.at(-1)).toMatch(/^note: the test loss, .* is above that before training/);
  });
});

it('a run that goes on names what was passed over when its backend was chosen', async () => {
  const { provenance } = await tinyRun();
  const passedOver = [{ name: 'tfjs-node', reason: 'not installed' }] as const;
  const began = {
    ...provenance,
    backend: { name: 'wasm', version: '4', asked: undefined, passedOver },
  } as const;
  const again = { name: 'wasm', version: '5', asked: 'wasm', passedOver: [] } as const;
  expect(goneOn(began, again)).toMatchObject({ backend: { passedOver }, versions: { backend: 'wasm 5' } });
  const other = {
    name: 'cpu',
    version: '5',
    asked: 'wasm',
    passedOver: [{ name: 'wasm', reason: '-' }],
  } as const;
  expect(goneOn(began, other)).toMatchObject({ backend: other, versions: { backend: 'cpu 5' } });
});
