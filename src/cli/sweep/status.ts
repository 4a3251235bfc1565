import { openSweep } from '../../lab/sweeps/files.js';
import type { RunState } from '../../lab/sweeps/run-state.js';
import { isDone } from '../../lab/sweeps/run-state.js';
import { jobWords, queuedJobs } from '../../lab/sweeps/slurm/queue.js';
import { isComplete, lastEntries, standingOf } from '../../lab/sweeps/standing.js';
import { parameterWords } from '../../lab/sweeps/trials.js';
import { print, table } from '../output.js';

/** Runs that are listed one by one, but for those that are done or wait. */
const most = 50;

/** Tells where each run of a sweep is. */
export async function sweepStatus(directory: string, { json }: { readonly json?: boolean }): Promise<void> {
  const folder = openSweep(directory);
  const standing = standingOf(folder);
  const { trials, rungs } = folder.manifest;
  const runs = lastEntries(standing).flatMap(({ runs: some, epochs }) =>
    some.map((run) => ({ ...rowOf(run, epochs), parameters: trials[run.trial].parameters })),
  );
  const counts: Record<string, number> = {};
  for (const { state } of runs) counts[state] = (counts[state] ?? 0) + 1;
  const slurm = await queuedJobs(directory);
  const complete = isComplete(folder, standing);
  const rung = standing.length - 1;
  print(json, { directory, complete, rung, rungs: rungs.length, counts, slurm, runs }, () => {
    const odd = runs.filter(({ state }) => state !== 'finished' && state !== 'waiting');
    const rows = odd
      .slice(0, most)
      .map(({ trial, seed, state, epochs, of, parameters, error }) => [
        trial,
        seed,
        state,
        `${epochs}/${of}`,
        [parameterWords(parameters), error].filter(Boolean).join(': '),
      ]);
    const words = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
    return [
      ...(rows.length > 0 ? table([['trial', 'seed', 'state', 'epochs', 'parameters'], ...rows]) : []),
      ...(odd.length > most ? [`... and ${odd.length - most} more`] : []),
      ...(rungs.length > 1 ? [`rung ${rung + 1} of ${rungs.length}`] : []),
      ...slurm.map((job) => `Slurm has ${jobWords(job)}`),
      `${runs.length} runs: ${words.join(', ')}${complete ? '; all have results' : ''}`,
    ];
  });
}

function rowOf(run: RunState, of: number) {
  const { trial, seed, error } = run;
  const finished = isDone(run, of) && run.state !== 'diverged';
  const epochs = Math.min(of, Number(run.rows.at(-1)?.epoch ?? 0));
  return {
    trial,
    seed,
    state: finished ? 'finished' : run.state,
    epochs,
    of,
    ...(error !== undefined && { error }),
  };
}
