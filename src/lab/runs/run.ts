import { setImmediate } from 'node:timers/promises';
import { JsonLines } from '../files.js';
import type { Progress } from '../progress.js';
import type { Evaluation } from '../training/evaluate.js';
import { Diverged } from '../training/finite.js';
import { inTurns } from '../turns.js';
import { rateChangeRow } from './changes.js';
import { recordDivergence } from './divergence.js';
import { runFiles } from './files.js';
import { writeJson } from './first-files.js';
import { Interrupted } from './interrupted.js';
import { type FurtherEvaluations, keepBest } from './kept-weights.js';
import { measuringOf } from './measuring.js';
import { epochLine, epochRow, intervalRow, prefixed } from './rows.js';
import { saveCheckpoint, type Writing } from './save.js';
import type { Run } from './setup.js';
import type { Status } from './status.js';

/**
 * Trains to the end, writing metrics and checkpoints as it goes, then evaluates and writes the report.
 * @throws {Interrupted} after `signal`, once a checkpoint is written; {Diverged} when loss or parameters are not
 * finite, once that is written down
 */
export function train(
  run: Run,
  progress: Progress,
  signal: AbortSignal,
): Promise<Evaluation & FurtherEvaluations> {
  // The libraries that draw are loaded when there is something to draw.
  return trained(run, progress, signal, async () =>
    (await import('./finish.js')).finish(run, progress, signal),
  );
}

/** The same, but for the test samples, which nobody looks at: of a run that is one of many to choose from. */
export function trainUntested(run: Run, progress: Progress, signal: AbortSignal): Promise<void> {
  return trained(run, progress, signal, async () => (await import('./finish.js')).finishUntested(run));
}

async function trained<R>(
  run: Run,
  progress: Progress,
  signal: AbortSignal,
  finish: () => Promise<R>,
): Promise<R> {
  try {
    return await writing(run, (files) => trainAndConclude(run, progress, signal, files, finish));
  } finally {
    run.lock.release();
  }
}

async function writing<R>(run: Run, work: (files: Writing) => Promise<R>): Promise<R> {
  const files = runFiles(run.directory);
  const metrics = new JsonLines(files.metrics);
  const timings = new JsonLines(files.timings);
  const measuring = measuringOf(run);
  try {
    return await work({ metrics, timings, measuring });
  } finally {
    measuring?.close();
    metrics.close();
    timings.close();
  }
}

async function trainAndConclude<R>(
  run: Run,
  progress: Progress,
  signal: AbortSignal,
  files: Writing,
  finish: () => Promise<R>,
): Promise<R> {
  const { metrics, measuring } = files;
  try {
    setStatus(run, 'running');
    if (metrics.count === 0) metrics.append(await epochRow(run, () => ({}), progress, signal));
    await trainEpochs(run, progress, signal, files);
    await measuring?.atEnd();
    const found = await finish();
    setStatus(run, 'finished');
    return found;
  } catch (thrown) {
    const error = signal.aborted && thrown === signal.reason ? await stopped(run, files) : thrown;
    setStatus(run, stateAfter(error), error as Error);
    if (error instanceof Diverged) await recordDivergence(run, metrics, error);
    throw error;
  }
}

async function trainEpochs(run: Run, progress: Progress, signal: AbortSignal, files: Writing): Promise<void> {
  const { trainer, configuration } = run;
  const { metrics, timings, measuring } = files;
  let began = performance.now();
  while (!trainer.done || trainer.epochPending) {
    signal.throwIfAborted();
    // Of a run that was stopped while it was tested, the epoch's last minibatch has been.
    if (!trainer.epochPending) {
      await measuring?.beforeStep();
      const change = rateChangeRow(configuration, trainer.step);
      if (change) metrics.append(change);
      const loss = await inTurns(trainer.training());
      progress.update(trainer.progress.samples, fields(run, loss));
      if (trainer.step % configuration.logEvery === 0) metrics.append(intervalRow(run));
    }
    if (trainer.epochPending) {
      const trained = performance.now();
      const taken = () => ({
        ...prefixed('train', trainer.epochTally.take()),
        ...trainer.epochEnergy.take(),
      });
      const row = await epochRow(run, taken, progress, signal);
      metrics.append(row);
      const test = performance.now() - trained;
      timings.append({
        epoch: trainer.epochsDone,
        trainSeconds: (trained - began) / 1000,
        testSeconds: test / 1000,
      });
      progress.note(epochLine(row));
      await keepBest(run, row);
      await saveCheckpoint(run, files);
      began = performance.now();
    } else if (trainer.step % configuration.checkpointEvery === 0) await saveCheckpoint(run, files);
    // Lets a signal in: the loop itself never waits.
    await setImmediate();
  }
}

// A run that has trained to its end is saved already.
async function stopped(run: Run, files: Writing): Promise<unknown> {
  try {
    if (!run.trainer.done || run.trainer.epochPending) await saveCheckpoint(run, files);
    return new Interrupted(run.directory);
  } catch (error) {
    return error;
  }
}

function fields({ trainer, configuration }: Run, loss: number): Record<string, string> {
  const epoch = Math.min(trainer.epochsDone + 1, configuration.epochs);
  return { epoch: `${epoch}/${configuration.epochs}`, loss: loss.toFixed(4) };
}

function stateAfter(error: unknown): Status['state'] {
  if (error instanceof Interrupted) return 'interrupted';
  return error instanceof Diverged ? 'diverged' : 'failed';
}

function setStatus({ directory, trainer, lock }: Run, state: Status['state'], error?: Error): void {
  const when = error instanceof Diverged ? { epoch: error.moment.epoch, reason: error.reason } : {};
  const reason = error && state !== 'interrupted' ? { ...when, error: error.message } : {};
  try {
    lock.assertHeld();
    writeJson(runFiles(directory).status, {
      state,
      step: trainer.step,
      epochs: trainer.epochsDone,
      ...(trainer.stoppedEarly && { stoppedEarly: true }),
      ...reason,
    });
  } catch (second) {
    // A full disk has already said so.
    if (!error) throw second;
  }
}
