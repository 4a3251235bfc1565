import { statSync } from 'node:fs';
import type { Progress } from '../progress.js';
import { runFiles } from '../runs/files.js';
import { Interrupted } from '../runs/interrupted.js';
import { type Ended, Processes } from '../seeds/processes.js';
import { reasonOf } from '../seeds/reason.js';
import { SweepBoard } from './board.js';
import type { SweepFolder } from './files.js';
import { isDone, runState } from './run-state.js';
import { isComplete, openSlots, type Slot, standingOf } from './standing.js';
import { resumeSweep } from './words.js';

/** How to work on a sweep with processes of this machine. */
export interface ConductOptions {
  /** Entry point of the command line. */
  readonly program: string;
  readonly jobs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A run that did not come to a result. */
export interface Failure {
  readonly slot: Slot;
  readonly reason: string;
}

/** A task that is killed or preempted begins anew, so often at most without a checkpoint in between. */
const patience = 3;

/**
 * Does all that is left to do, each task in a process of its own. One that is killed or preempted goes on by itself; one that
 * fails takes no other along, but for the rungs after it.
 * @returns runs without a result
 * @throws {Interrupted} after `signal`, once all that ran are saved
 */
export async function conduct(folder: SweepFolder, options: ConductOptions): Promise<readonly Failure[]> {
  const processes = new Processes(options.program);
  const stop = () => processes.stop();
  options.signal.addEventListener('abort', stop);
  try {
    const board = new SweepBoard(options.progress, folder);
    for (;;) {
      const standing = standingOf(folder);
      const slots = openSlots(standing[standing.length - 1]);
      if (slots.length === 0 || isComplete(folder, standing)) return [];
      const failures = await new Round(folder, options, processes, board).all(slots);
      if (failures.length > 0) return failures;
    }
  } finally {
    options.signal.removeEventListener('abort', stop);
    processes.dispose();
  }
}

/** The tasks of a rung. */
class Round {
  private readonly failures: Failure[] = [];
  private stopped = false;

  constructor(
    private readonly folder: SweepFolder,
    private readonly options: ConductOptions,
    private readonly processes: Processes,
    private readonly board: SweepBoard,
  ) {}

  async all(slots: readonly Slot[]): Promise<readonly Failure[]> {
    const { jobs, signal } = this.options;
    const waiting = [...slots];
    const worker = async () => {
      for (let slot = waiting.shift(); slot !== undefined && !signal.aborted; slot = waiting.shift()) {
        await this.one(slot);
      }
    };
    await Promise.all(Array.from({ length: Math.min(jobs, slots.length) }, worker));
    if (signal.aborted && (this.stopped || waiting.length > 0)) {
      throw new Interrupted(this.folder.directory, 'the sweep is', resumeSweep(this.folder.directory));
    }
    return this.failures;
  }

  private async one(slot: Slot): Promise<void> {
    const { processes, board, folder } = this;
    const args = ['sweep', 'task', folder.directory, String(slot.slot)];
    for (let left = patience; ; ) {
      board.enter(slot);
      const before = lastSaved(slot);
      const ended = await processes.run(args, (message) => board.hear(slot, message));
      const state = runState(folder, slot.run.trial, slot.run.seed);
      if (isDone(state, slot.epochs)) return board.leave(slot, state);
      if (this.options.signal.aborted) {
        this.stopped = true;
        return board.pause(slot);
      }
      const reason = reasonOf(ended);
      left = lastSaved(slot) === before ? left - 1 : patience;
      if (!comesAgain(ended) || left === 0) {
        this.failures.push({ slot, reason });
        return board.leave(slot, state, reason);
      }
      board.again(slot, reason);
    }
  }
}

// A command that says itself what is wrong would say it again.
const comesAgain = ({ code, signal }: Ended) =>
  signal !== null || code === 130 || code === 143 || code === 129;

function lastSaved({ run }: Slot): number | undefined {
  return statSync(runFiles(run.directory).checkpoint, { throwIfNoEntry: false })?.mtimeMs;
}
