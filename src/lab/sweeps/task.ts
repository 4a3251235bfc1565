import { setTimeout } from 'node:timers/promises';
import type { LoadOptions } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { ownerIn } from '../../system/look.js';
import { patience } from '../../system/owner.js';
import type { Progress } from '../progress.js';
import { Interrupted } from '../runs/interrupted.js';
import { trainUntested } from '../runs/run.js';
import { resumedRun } from '../runs/setup.js';
import { Diverged } from '../training/finite.js';
import type { SweepFolder } from './files.js';
import { isDone, runState } from './run-state.js';
import { openSlots, type Slot, standingOf } from './standing.js';

/** How a task ended. */
export type TaskEnd = 'done' | 'diverged' | 'nothing to do';

/** What a task needs beside its number. */
export interface TaskOptions {
  readonly load?: LoadOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How long to wait for a process that works on the run, which may be one of a host that is lost, in ms. */
  readonly wait?: number;
  /** Told when the task is interrupted: whether it came further. */
  readonly onInterrupted?: (progressed: boolean) => void;
}

/**
 * Does one task of a sweep: brings one run to the epochs of one rung. To do it twice does no harm.
 * @throws {InputError} when there is no such task, or another process keeps working on the run; {Interrupted} after `signal`,
 * once the run is saved; {RelaxonError} when the rung before is not complete
 */
export async function doTask(folder: SweepFolder, number: number, options: TaskOptions): Promise<TaskEnd> {
  const slot = slotOf(folder, number);
  if (!slot) return 'nothing to do';
  const { run, epochs } = slot;
  await untilFree(run.directory, options);
  const { load, progress, signal, onInterrupted } = options;
  const ready = await resumedRun(run.directory, {
    ...(load && { load }),
    epochs: Math.max(epochs, run.asked),
  });
  const { step } = ready.trainer;
  try {
    await trainUntested(ready, progress, signal);
    return 'done';
  } catch (error) {
    if (error instanceof Diverged) return 'diverged';
    if (error instanceof Interrupted) onInterrupted?.(ready.trainer.step > step);
    throw error;
  } finally {
    progress.stop();
  }
}

function slotOf(folder: SweepFolder, number: number): Slot | undefined {
  const { rungs, seeds } = folder.manifest;
  const slots = rungs.reduce((sum, { trials }) => sum + trials * seeds.length, 0);
  if (!Number.isInteger(number) || number < 0 || number >= slots) {
    refuse({
      where: `${folder.directory}: task`,
      got: String(number),
      expected: `a number from 0 to ${slots - 1}`,
    });
  }
  if (rungs.length === 1) return onlySlot(folder, number);
  const standing = standingOf(folder);
  const { firstSlot, complete } = standing[standing.length - 1];
  const rung = standing.length - 1;
  if (!complete && number >= firstSlot + rungs[rung].trials * seeds.length) {
    refuse({
      where: `${folder.directory}: task ${number}`,
      got: `a task that comes after rung ${rung}, which is not done`,
      expected: 'all tasks before it to have a result',
      hint: `relaxon sweep status ${folder.directory}`,
    });
  }
  return openSlots(standing[standing.length - 1]).find(({ slot }) => slot === number);
}

// Without rungs there is no need to look at other runs, of which there may be thousands.
function onlySlot(folder: SweepFolder, number: number): Slot | undefined {
  const { seeds, trials, rungs } = folder.manifest;
  const trial = Math.floor(number / seeds.length);
  const run = runState(folder, trial, seeds[number % seeds.length]);
  const epochs = rungs[0].epochs ?? trials[trial].epochs;
  return isDone(run, epochs) ? undefined : { slot: number, run, epochs };
}

// A task that begins anew elsewhere may be sooner than the silence that tells of a lost host.
async function untilFree(
  directory: string,
  { wait = patience + 15_000, signal }: TaskOptions,
): Promise<void> {
  const until = performance.now() + wait;
  while (ownerIn(directory) && performance.now() < until) {
    signal.throwIfAborted();
    await setTimeout(1000);
  }
}
