import { readEvaluation } from '../runs/evaluation-file.js';
import { bestOf, isTested } from './best.js';
import type { Values } from './conditions.js';
import type { SweepFolder } from './files.js';
import { isDone, type RunState, rowAt } from './run-state.js';
import { type Moments, momentsOf, ranked } from './score.js';
import { allDone, doneEntries, type Entry, standingOf } from './standing.js';

/** What came of a trial. */
export interface TrialResult {
  readonly trial: number;
  readonly parameters: Values;
  /** How far it was to be trained. */
  readonly epochs: number;
  /** Runs, by what came of them; the rest have no result yet. */
  readonly finished: number;
  readonly diverged: number;
  readonly runs: number;
  /** From 1; null while it has no result. */
  readonly rank: number | null;
  /** Over the seeds, of runs that did not diverge, by the keys of metrics. */
  readonly scores: Readonly<Record<string, Moments>>;
}

/** What came of a run. */
export interface RunResult {
  readonly trial: number;
  readonly seed: number;
  readonly state: string;
  readonly epochs: number | null;
  readonly scores: Readonly<Record<string, number>>;
}

/** What came of a sweep. The same sweep gives the same, whatever happened on the way. */
export interface SweepResults {
  readonly title: string | null;
  readonly data: string;
  /** What the best was chosen by. */
  readonly chosenBy: string;
  readonly testSet: string;
  /** Null while not all runs have results, or where some run of each trial diverged. */
  readonly best:
    | (TrialResult & { readonly folder: string; readonly test: Readonly<Record<string, Moments>> | null })
    | null;
  readonly trials: readonly TrialResult[];
  readonly runs: readonly RunResult[];
}

/** Reads what came of a sweep from the folders of its runs. */
export function resultsOf(folder: SweepFolder): SweepResults {
  const { manifest } = folder;
  const standing = standingOf(folder);
  const entries = doneEntries(standing);
  const ranks = ranksOf(
    folder,
    standing.map(({ entries: some }) => some),
  );
  const trials = entries.map((entry) => trialResult(folder, entry, ranks.get(entry.trial) ?? null));
  const best = bestOf(folder, standing);
  const chosen = best && {
    ...trials[best.trial],
    folder: manifest.trials[best.trial].folder,
    test: testOf(best),
  };
  return {
    title: manifest.title ?? null,
    data: manifest.data.name,
    chosenBy: `mean validation ${manifest.metric} over the seeds`,
    testSet: chosen?.test
      ? `looked at once, for trial ${chosen.trial}, after it was chosen`
      : 'not looked at',
    best: chosen ?? null,
    trials,
    runs: entries.flatMap(({ runs, epochs }) => runs.map((run) => runResult(run, epochs))),
  };
}

// Those that came further first; on each rung by score. No rank without a result.
function ranksOf({ manifest }: SweepFolder, rungs: readonly (readonly Entry[])[]): Map<number, number> {
  const ranks = new Map<number, number>();
  for (const entries of [...rungs].reverse()) {
    const done = entries.filter(allDone);
    for (const { trial } of ranked(done, manifest.metric))
      if (!ranks.has(trial)) ranks.set(trial, ranks.size + 1);
  }
  return ranks;
}

function trialResult(
  { manifest }: SweepFolder,
  { trial, runs, epochs, score }: Entry,
  rank: number | null,
): TrialResult {
  const done = runs.filter((run) => isDone(run, epochs)).length;
  return {
    trial,
    parameters: manifest.trials[trial].parameters,
    epochs,
    finished: done - score.diverged,
    diverged: score.diverged,
    runs: runs.length,
    rank,
    scores: rank === null ? {} : score.moments,
  };
}

function runResult(run: RunState, epochs: number): RunResult {
  const { trial, seed } = run;
  const done = isDone(run, epochs);
  const row = done ? rowAt(run, epochs) : undefined;
  const numbers = Object.entries(row ?? {}).filter(
    (entry): entry is [string, number] =>
      /^(validation|train)\//.test(entry[0]) && typeof entry[1] === 'number',
  );
  const state = done && run.state !== 'diverged' ? 'finished' : run.state;
  return { trial, seed, state, epochs: row ? Number(row.epoch) : null, scores: Object.fromEntries(numbers) };
}

function testOf({ runs }: Entry): Readonly<Record<string, Moments>> | null {
  if (!runs.every(({ directory }) => isTested(directory))) return null;
  const found = runs.map(({ directory }) => readEvaluation(directory));
  const losses = momentsOf(found.map(({ loss }) => loss));
  const right = found.map(({ accuracy }) => accuracy).filter((accuracy) => accuracy !== undefined);
  return { ...(right.length === found.length && { 'test/accuracy': momentsOf(right) }), 'test/loss': losses };
}
