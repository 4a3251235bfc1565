import { RelaxonError } from '../../errors.js';
import { holdFolder } from '../../lab/files.js';
import { createProgress } from '../../lab/progress.js';
import { Interrupted } from '../../lab/runs/interrupted.js';
import type { Parent } from '../../lab/seeds/parent.js';
import { concludeSweep } from '../../lab/sweeps/conclude.js';
import { openSweep, type SweepFolder, sweepFiles } from '../../lab/sweeps/files.js';
import { requeue, thisArrayTask } from '../../lab/sweeps/slurm/requeue.js';
import { isComplete, standingOf } from '../../lab/sweeps/standing.js';
import { sweepOf } from '../../lab/sweeps/sweep.js';
import { doTask } from '../../lab/sweeps/task.js';
import { say } from '../output.js';

/** A task in a process of a sweep, which shows how far it is. */
export async function taskOfParent(
  directory: string,
  number: number,
  { progress }: Parent,
  signal: AbortSignal,
): Promise<void> {
  await doTask(openSweep(directory), number, { progress, signal, load: { signal } });
}

/**
 * A task of an array job. A signal that its time is up has it saved, and put into the queue again; one that ends it, saved
 * only: a scheduler that takes its place away begins it anew by itself. Whichever comes last concludes the sweep.
 */
export async function taskAlone(directory: string, number: number, signal: AbortSignal): Promise<void> {
  const folder = openSweep(directory);
  const timeUp = new AbortController();
  const hear = () => timeUp.abort();
  process.on('SIGUSR2', hear);
  const either = AbortSignal.any([signal, timeUp.signal]);
  const progress = createProgress({ total: 0, unit: 'sample', label: `task ${number}`, quiet: true });
  let progressed = false;
  try {
    const onInterrupted = (further: boolean) => {
      progressed = further;
    };
    const load = { signal: either };
    const end = await doTask(folder, number, { progress, signal: either, load, onInterrupted });
    say(`task ${number}: ${end}`);
    progressed = true;
    await concludeIfLast(folder, either);
  } catch (error) {
    const stopped = error instanceof Interrupted || error === either.reason;
    if (!stopped || !timeUp.signal.aborted || signal.aborted) throw error;
    await beginAnew(folder, number, progressed);
  } finally {
    process.off('SIGUSR2', hear);
  }
}

async function beginAnew(
  { directory, manifest }: SweepFolder,
  number: number,
  progressed: boolean,
): Promise<void> {
  const task = thisArrayTask();
  const { slurm } = sweepOf(manifest.sweep, sweepFiles(directory).manifest);
  say(`task ${number}: its time is up; it is saved${task ? ', and goes into the queue again' : ''}`);
  if (task) await requeue(task, slurm.restarts, progressed);
}

async function concludeIfLast(folder: SweepFolder, signal: AbortSignal): Promise<void> {
  if (!isComplete(folder, standingOf(folder))) return;
  let lock: ReturnType<typeof holdFolder>;
  try {
    lock = holdFolder(folder.directory);
  } catch (error) {
    // Another task does it, or somebody who goes on with the sweep.
    if (error instanceof RelaxonError) return;
    throw error;
  }
  try {
    const progress = createProgress({ total: 0, unit: 'sample', label: 'testing', quiet: true });
    await concludeSweep(folder, { progress, signal, load: { signal } });
    say(`all tasks of ${folder.directory} have results`);
  } finally {
    lock.release();
  }
}
