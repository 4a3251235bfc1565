import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { bestOf, bestSoFar } from '../../../src/lab/sweeps/best.js';
import { type Manifest, openSweep, runDirectory, type SweepFolder } from '../../../src/lab/sweeps/files.js';
import { resultsOf } from '../../../src/lab/sweeps/results.js';
import { isComplete, openSlots, standingOf } from '../../../src/lab/sweeps/standing.js';
import { csv, trialsCsv } from '../../../src/lab/sweeps/tables.js';
import { workspace } from '../../cli/workspace.js';

const folder = workspace();
const directory = join(folder, 'sweep');

// Four trials with two seeds: all for an epoch, two of them for three.
const manifest: Manifest = {
  format: 1,
  sweep: {},
  data: { name: 'mnist', checksum: 'x', classes: true },
  metric: 'accuracy',
  seeds: [1, 2],
  rungs: [
    { trials: 4, epochs: 1 },
    { trials: 2, epochs: 3 },
  ],
  parameters: { learningRate: 'log', rule: 'names' },
  trials: [0, 1, 2, 3].map((i) => ({
    folder: `trials/00${i}-0000000${i}`,
    parameters: { learningRate: 10 ** -i, ...(i > 0 && { rule: 'a,"b"' }) },
    samples: 10,
    epochs: 1,
  })),
};
let sweep: SweepFolder;

interface Told {
  readonly state: string;
  readonly asked?: number;
  readonly stoppedEarly?: boolean;
}

/** Writes what a run has come to: an accuracy for each epoch. */
function run(trial: number, seed: number, accuracies: readonly number[], told?: Told): void {
  const place = runDirectory(directory, manifest.trials[trial], seed);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const { state, asked = 1, ...rest } = told ?? { state: 'finished', asked: accuracies.length };
  const rows = [0, ...accuracies].map((accuracy, epoch) => ({
    kind: 'epoch',
    epoch,
    step: epoch,
    'train/loss': 1,
    'validation/loss': 1 - accuracy,
    'validation/accuracy': accuracy,
  }));
  const put = (name: string, value: unknown) => writeFileSync(join(place, name), JSON.stringify(value));
  put('config.json', { epochs: asked });
  writeFileSync(join(place, 'metrics.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (told?.state !== 'waiting') put('status.json', { state, step: 1, epochs: accuracies.length, ...rest });
}

beforeEach(() => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  writeFileSync(join(directory, 'sweep.json'), JSON.stringify(manifest));
  sweep = openSweep(directory);
  for (const [trial, accuracy] of [0.5, 0.7, 0.9, 0.6].entries()) {
    for (const seed of [1, 2]) run(trial, seed, [accuracy]);
  }
});

const slots = () =>
  openSlots(standingOf(sweep).at(-1)!).map(({ slot, run: { trial, seed }, epochs }) => [
    slot,
    trial,
    seed,
    epochs,
  ]);

it('the best go on, once all of a rung are done, under numbers that are known before', () => {
  run(3, 2, [], { state: 'waiting' });
  expect(slots()).toEqual([[7, 3, 2, 1]]);
  expect(bestSoFar(sweep, standingOf(sweep))?.trial).toBe(2);
  run(3, 2, [0.6]);
  expect(slots()).toEqual([
    [8, 1, 1, 3],
    [9, 1, 2, 3],
    [10, 2, 1, 3],
    [11, 2, 2, 3],
  ]);
  expect(isComplete(sweep, standingOf(sweep))).toBe(false);
  expect(bestOf(sweep, standingOf(sweep))).toBeUndefined();
});

it('a run that is on its way to more epochs has been promoted, whatever it says of itself', () => {
  run(2, 1, [0.9], { state: 'running', asked: 3 });
  run(2, 2, [0.9, 0.2], { state: 'interrupted', asked: 3 });
  expect(slots().map(([slot]) => slot)).toEqual([8, 9, 10, 11]);
});

it('the best is that of the last rung, and those before are ranked after it', () => {
  for (const seed of [1, 2]) {
    run(1, seed, [0.7, 0.7, 0.95]);
    run(2, seed, [0.9, 0.9, 0.94]);
  }
  const { best, trials, testSet } = resultsOf(sweep);
  expect(best).toMatchObject({
    trial: 1,
    epochs: 3,
    test: null,
    scores: { 'validation/accuracy': { mean: 0.95, sd: 0 } },
  });
  expect(trials.map(({ rank }) => rank)).toEqual([4, 1, 2, 3]);
  expect(testSet).toBe('not looked at');
});

it('a trial of which a run diverged does not go on, and is counted', () => {
  run(2, 2, [], { state: 'diverged' });
  expect(slots().map(([, trial]) => trial)).toEqual([1, 1, 3, 3]);
  expect(resultsOf(sweep).trials[2]).toMatchObject({ finished: 1, diverged: 1, rank: 4 });
  for (const trial of [0, 1, 3]) run(trial, 1, [], { state: 'diverged' });
  const standing = standingOf(sweep);
  expect([isComplete(sweep, standing), bestOf(sweep, standing)]).toEqual([true, undefined]);
});

it('a run that its validation samples stopped has its result', () => {
  for (const trial of [1, 2]) {
    for (const seed of [1, 2])
      run(trial, seed, [0.9, 0.8], { state: 'finished', asked: 3, stoppedEarly: true });
  }
  expect(isComplete(sweep, standingOf(sweep))).toBe(true);
  expect(resultsOf(sweep).best).toMatchObject({ trial: 1, scores: { 'validation/accuracy': { mean: 0.8 } } });
});

it('ties go to the first; means of the same numbers in another order are ties', () => {
  run(0, 1, [0.1 + 0.2]);
  run(0, 2, [0.6]);
  run(1, 1, [0.6]);
  run(1, 2, [0.3]);
  for (const trial of [2, 3]) for (const seed of [1, 2]) run(trial, seed, [0.45 - 1e-14]);
  expect(slots().map(([, trial]) => trial)).toEqual([0, 0, 1, 1]);
});

it('tables are CSV, with test scores of nobody but the best', () => {
  expect(
    csv([
      ['a', 1, null],
      ['b,"c"\n', undefined, 0.5],
    ]),
  ).toBe('a,1,\n"b,""c""\n",,0.5\n');
  const lines = trialsCsv(sweep, resultsOf(sweep)).split('\n');
  expect(lines[0]).toBe(
    'trial,learningRate,rule,epochs,runs,finished,diverged,rank,best,validation/accuracy mean,validation/accuracy sd,' +
      'validation/loss mean,validation/loss sd,train/loss mean,train/loss sd,test set',
  );
  expect(lines[1]).toBe('0,1,,1,2,2,0,4,no,0.5,0,0.5,0,1,0,not looked at');
  // On its way to more epochs: what it has come to.
  expect(lines[2]).toBe('1,0.1,"a,""b""",1,2,2,0,2,no,0.7,0,0.30000000000000004,0,1,0,not looked at');
});
