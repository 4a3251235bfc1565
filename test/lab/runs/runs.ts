import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { configurationOf } from '../../../src/lab/configuration.js';
import type { Progress } from '../../../src/lab/progress.js';
import { train } from '../../../src/lab/runs/run.js';
import { newRun, type Run, resumedRun } from '../../../src/lab/runs/setup.js';
import type { Simulator } from '../../../src/sim/simulator.js';
import { tinyMnist, tinyNetwork } from '../../cli/tiny.js';

/** A folder for the runs of a test file, with data for them. */
export const folder = mkdtempSync(join(tmpdir(), 'relaxon-runs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = { env: { RELAXON_DATA: tinyMnist(join(folder, 'data'), 30, 20) } };
const silent: Progress = { update() {}, note() {}, stop() {} };
let runs = 0;

/** A run that takes milliseconds: 2 epochs of 4 minibatches, unless `given` says otherwise. */
export async function tinyRun(given: Readonly<Record<string, unknown>> = {}): Promise<Run<Simulator>> {
  const configuration = configurationOf({
    network: tinyNetwork,
    batchSize: 8,
    epochs: 2,
    checkpointEvery: 3,
    logEvery: 3,
    ...(given.rule !== 'bp' && { relaxation: { steps: 4, stepSize: 0.5 } }),
    ...given,
  });
  return newRun(configuration, join(folder, `run-${runs++}`), { load });
}

/** Goes on with a run, as `--resume` does. */
export const goOn = (directory: string, epochs?: number): Promise<Run> =>
  resumedRun(directory, { load, epochs });

/** Trains to the end. @returns the directory */
export async function trainAll(run: Run): Promise<string> {
  await train(run, silent, new AbortController().signal);
  return run.directory;
}

/** Trains until Ctrl-C comes after so many minibatches. @returns what train threw, if it did */
export async function trainUntilInterrupted(run: Run, minibatches: number): Promise<unknown> {
  const controller = new AbortController();
  if (minibatches === 0) controller.abort();
  const update = () => run.trainer.step === minibatches && controller.abort();
  return train(run, { ...silent, update }, controller.signal).catch((error: unknown) => error);
}

/** Trains until Ctrl-C comes while this is shown, so many minibatches on. @returns what train threw, if it did */
export async function trainUntilInterruptedAt(
  run: Run,
  shown: string,
  minibatches: number,
): Promise<unknown> {
  const controller = new AbortController();
  const update: Progress['update'] = (_, fields) => {
    if (shown in fields && run.trainer.step === minibatches) controller.abort();
  };
  return train(run, { ...silent, update }, controller.signal).catch((error: unknown) => error);
}

/** Trains until the process would die after so many minibatches: then nothing more is written. */
export async function trainUntilKilled(run: Run, minibatches: number): Promise<void> {
  const update = () => {
    if (run.trainer.step === minibatches) throw new Error('killed');
  };
  await train(run, { ...silent, update }, new AbortController().signal).catch(expectKilled);
}

/** Trains until the process would die after an epoch's row is written, before the checkpoint that goes with it. */
export async function trainUntilKilledAtEpoch(run: Run, epoch: number): Promise<void> {
  const note = () => {
    if (run.trainer.epochsDone === epoch) throw new Error('killed');
  };
  await train(run, { ...silent, note }, new AbortController().signal).catch(expectKilled);
}

function expectKilled(error: Error): void {
  if (error.message !== 'killed') throw error;
}
