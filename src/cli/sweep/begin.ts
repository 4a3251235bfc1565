import { refuse } from '../../errors.js';
import { readJson } from '../../lab/files.js';
import { createProgress } from '../../lab/progress.js';
import { type CheckedSweep, checkSweep, writeSweep } from '../../lab/sweeps/create.js';
import { sweepOf } from '../../lab/sweeps/sweep.js';
import { checkBackend } from '../backend-options.js';
import { datedFolder } from '../dated-folder.js';
import { loadingWithProgress } from '../loading.js';
import { say } from '../output.js';
import { withLoadedPlugins } from '../plugins/load.js';
import { listTrials, sizeWords } from './list-trials.js';
import type { BeginOptions } from './options.js';
import { workOn } from './work.js';

/** Begins a sweep: checks all of it, writes all runs, and trains them, or has Slurm do it. */
export async function beginSweep(file: string, options: BeginOptions, signal: AbortSignal): Promise<void> {
  checkBackend(options.backend);
  refuseIdle(options);
  const given = withLoadedPlugins(file, readJson(file));
  const checked = await check(given, file, options, signal);
  if (options.dryRun) return listTrials(checked, options);
  const folder = writeSweep(checked, given, options.out ?? defaultDirectory(checked));
  try {
    if (!options.quiet) say(`${sizeWords(checked)}, in ${folder.directory}`);
    await workOn(folder, options, signal);
  } finally {
    folder.lock.release();
  }
}

async function check(
  given: unknown,
  file: string,
  { backend, quiet = false }: BeginOptions,
  signal: AbortSignal,
): Promise<CheckedSweep> {
  const sweep = sweepOf(given, file);
  const loading = loadingWithProgress(signal, quiet);
  const total = sweep.search.trials.length;
  const progress = createProgress({
    total,
    unit: 'trial',
    label: 'checking',
    quiet: quiet || !process.stderr.isTTY,
  });
  try {
    const onTrial = (done: number) => progress.update(done, {});
    return await checkSweep(sweep, file, { backend, load: loading.options, signal, onTrial });
  } finally {
    progress.stop();
    loading.stop();
  }
}

/** @throws {InputError} on options that would do nothing */
function refuseIdle({ jobs, slurm, dryRun, out }: BeginOptions): void {
  if (slurm && jobs !== undefined) {
    refuse({
      where: '--jobs',
      got: 'it with --slurm',
      expected: 'slurm.parallel of the sweep: so many tasks at a time',
    });
  }
  if (!dryRun) return;
  const idle = slurm ? '--slurm' : out !== undefined ? '--out' : jobs === undefined ? undefined : '--jobs';
  if (idle)
    refuse({ where: idle, got: 'it with --dry-run', expected: '--dry-run alone, which begins nothing' });
}

function defaultDirectory({ data }: CheckedSweep): string {
  return datedFolder(`sweeps/${data.name}`);
}
