import type { Progress } from '../progress.js';
import { Interrupted } from '../runs/interrupted.js';
import { Board } from './board.js';
import { Processes } from './processes.js';
import { reasonOf, wasStopped } from './reason.js';
import type { SeedRun, SeedRuns } from './seed-run.js';

/** How to train many runs. */
export interface SeedsOptions {
  /** Entry point of the command line, which each run's process is started from. */
  readonly program: string;
  /** So many at a time, at most. */
  readonly jobs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Words that every process is given, too. */
  readonly words?: readonly string[];
}

/**
 * Trains every run that is not finished, each in a process of its own (one process has one tfjs engine). A run that
 * fails takes no other along.
 * @returns why runs failed, by seed
 * @throws {Interrupted} after `signal`, once all that ran are saved
 */
export async function trainSeeds(
  { directory, runs }: SeedRuns,
  { program, jobs, progress, signal, words = [] }: SeedsOptions,
): Promise<ReadonlyMap<number, string>> {
  const failures = new Map<number, string>();
  const unfinished = new Set(runs.filter(({ finished }) => !finished));
  const board = new Board(progress, runs);
  const processes = new Processes(program);
  const stop = () => processes.stop();
  const trainOne = async (run: SeedRun) => {
    board.enter(run);
    const ended = await processes.run([...argumentsFor(run), ...words], (message) =>
      board.hear(run, message),
    );
    if (signal.aborted && wasStopped(ended)) return board.leave(run);
    unfinished.delete(run);
    if (ended.code === 0) return board.leave(run);
    failures.set(run.seed, reasonOf(ended));
    board.leave(run, failures.get(run.seed));
  };
  signal.addEventListener('abort', stop);
  try {
    await atMost(jobs, [...unfinished], trainOne, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    processes.dispose();
  }
  if (signal.aborted && unfinished.size > 0) throw new Interrupted(directory, 'the runs are');
  return failures;
}

function argumentsFor({ directory, epochs, learningRate }: SeedRun): string[] {
  const longer = epochs === undefined ? [] : ['--epochs', String(epochs)];
  const rate = learningRate === undefined ? [] : ['--learning-rate', String(learningRate)];
  return ['train', '--resume', directory, '--quiet', ...longer, ...rate];
}

/** Works on all items, on so many at a time at most, until the signal. */
async function atMost<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
