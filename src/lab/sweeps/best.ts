import { existsSync } from 'node:fs';
import type { LoadOptions } from '../../data/index.js';
import type { Progress } from '../progress.js';
import { runFiles } from '../runs/files.js';
import { Interrupted } from '../runs/interrupted.js';
import { train } from '../runs/run.js';
import { resumedRun } from '../runs/setup.js';
import type { SweepFolder } from './files.js';
import { ranked } from './score.js';
import { allDone, type Entry, isComplete, type RungStanding, standingOf } from './standing.js';
import { resumeSweep } from './words.js';

/**
 * The trial that is chosen by its validation samples, of those that came furthest; undefined while not all of a rung have
 * results, or where some run of every trial diverged.
 */
export function bestOf(folder: SweepFolder, standing: readonly RungStanding[]): Entry | undefined {
  if (!isComplete(folder, standing)) return undefined;
  const { entries } = standing[standing.length - 1];
  const [best] = ranked(entries, folder.manifest.metric);
  return best.score.diverged === 0 ? best : undefined;
}

/** The best of those that have results so far, of a sweep that goes on. */
export function bestSoFar({ manifest }: SweepFolder, standing: readonly RungStanding[]): Entry | undefined {
  const { metric } = manifest;
  for (const { entries } of [...standing].reverse()) {
    const whole = entries.filter(
      ({ score }) => score.diverged === 0 && `validation/${metric}` in score.moments,
    );
    const finished = whole.filter(allDone);
    if (finished.length > 0) return ranked(finished, metric)[0];
  }
  return undefined;
}

/** What testing needs. */
export interface TestOptions {
  readonly load?: LoadOptions;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Tries the runs of the chosen trial, and of no other, on the test samples: once, and never again.
 * @throws {Interrupted} after `signal`; those that were tested stay so
 */
export async function testBest(folder: SweepFolder, { load, progress, signal }: TestOptions): Promise<void> {
  const best = bestOf(folder, standingOf(folder));
  for (const { directory } of best?.runs ?? []) {
    if (isTested(directory)) continue;
    const run = await resumedRun(directory, load && { load });
    try {
      await train(run, progress, signal);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      throw new Interrupted(folder.directory, 'the sweep is', resumeSweep(folder.directory));
    } finally {
      run.simulator.dispose();
    }
  }
}

/** Whether a run has been tried on the test samples. */
export const isTested = (directory: string): boolean => existsSync(runFiles(directory).evaluation);
