import { refuse } from '../../errors.js';
import { holdFolder } from '../../lab/files.js';
import { openSweep } from '../../lab/sweeps/files.js';
import { refuseQueued } from '../../lab/sweeps/slurm/queue.js';
import { isComplete, openSlots, standingOf } from '../../lab/sweeps/standing.js';
import { say } from '../output.js';
import type { ResumeOptions } from './options.js';
import { workOn } from './work.js';

/** Goes on with a sweep: with all that has no result yet. */
export async function resumeSweep(
  directory: string,
  options: ResumeOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options.slurm && options.jobs !== undefined) {
    refuse({
      where: '--jobs',
      got: 'it with --slurm',
      expected: 'slurm.parallel of the sweep: so many tasks at a time',
    });
  }
  openSweep(directory);
  const lock = holdFolder(directory);
  try {
    // Now that nobody else writes here.
    const folder = openSweep(directory);
    await refuseQueued(directory);
    const standing = standingOf(folder);
    const left = openSlots(standing[standing.length - 1]).length;
    if (!options.quiet) {
      say(
        isComplete(folder, standing)
          ? `nothing is left to train: all runs in ${directory} have results`
          : `going on with ${left} runs in ${directory}`,
      );
    }
    await workOn(folder, options, signal);
  } finally {
    lock.release();
  }
}
