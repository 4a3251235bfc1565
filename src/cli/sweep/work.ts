import { availableParallelism } from 'node:os';
import { createProgress } from '../../lab/progress.js';
import { doneIn } from '../../lab/sweeps/board.js';
import { concludeSweep } from '../../lab/sweeps/conclude.js';
import { conduct, type Failure } from '../../lab/sweeps/conduct.js';
import { type SweepFolder, sweepFiles } from '../../lab/sweeps/files.js';
import { submit } from '../../lab/sweeps/slurm/submit.js';
import { isComplete, openSlots, standingOf } from '../../lab/sweeps/standing.js';
import { loadingWithProgress } from '../loading.js';
import { print } from '../output.js';
import { concludeWords } from './conclude-words.js';
import type { ResumeOptions } from './options.js';

/** Does all that is left to do in a sweep whose folder is held, or has Slurm do it. */
export async function workOn(
  folder: SweepFolder,
  options: ResumeOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options.slurm && !isComplete(folder, standingOf(folder))) return handOver(folder, options);
  const failures = await trainAll(folder, options, signal);
  const quiet = options.quiet ?? false;
  const loading = loadingWithProgress(signal, quiet);
  const progress = createProgress({ total: 0, unit: 'sample', label: 'testing', quiet: true });
  try {
    const results = await concludeSweep(folder, { load: loading.options, progress, signal });
    concludeWords(folder, results, failures, options);
  } finally {
    loading.stop();
  }
}

async function trainAll(
  folder: SweepFolder,
  { jobs, quiet = false }: ResumeOptions,
  signal: AbortSignal,
): Promise<readonly Failure[]> {
  const { rungs, seeds } = folder.manifest;
  const total = rungs.reduce((sum, { trials }) => sum + trials * seeds.length, 0);
  const standing = standingOf(folder);
  const idle = quiet || openSlots(standing[standing.length - 1]).length === 0;
  const progress = createProgress({ total, start: doneIn(folder), unit: 'run', label: 'sweep', quiet: idle });
  try {
    return await conduct(folder, {
      program: process.argv[1],
      jobs: jobs ?? availableParallelism(),
      progress,
      signal,
    });
  } finally {
    progress.stop();
  }
}

async function handOver(folder: SweepFolder, { json }: ResumeOptions): Promise<void> {
  const { jobs, tasks } = await submit(folder);
  const { directory } = folder;
  print(json, { directory, jobs, tasks }, () => [
    `submitted ${tasks} tasks to Slurm as job${jobs.length > 1 ? 's' : ''} ${jobs.join(', ')}`,
    `relaxon sweep status ${directory}: where they are; what they say is in ${sweepFiles(directory).slurm}`,
  ]);
}
