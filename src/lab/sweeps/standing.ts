import type { SweepFolder } from './files.js';
import { isDone, type RunState, runState } from './run-state.js';
import { ranked, type Score, scoreOf } from './score.js';

/** A trial on a rung, with its runs in the order of seeds. */
export interface Entry {
  readonly trial: number;
  readonly runs: readonly RunState[];
  /** How far it is trained there. */
  readonly epochs: number;
  readonly score: Score;
}

/** How a rung stands. */
export interface RungStanding {
  readonly entries: readonly Entry[];
  /** Number of the first of its slots: a rung has as many as trials by plan times seeds, whatever comes of those before. */
  readonly firstSlot: number;
  /** All of its runs have a result. */
  readonly complete: boolean;
}

/** A thing to do: bring a run to a number of epochs. */
export interface Slot {
  readonly slot: number;
  readonly run: RunState;
  readonly epochs: number;
}

/** The rungs up to the first that is not complete: a pure function of the run folders, so that anybody can go on. */
export function standingOf(folder: SweepFolder): RungStanding[] {
  const { manifest } = folder;
  const { rungs, seeds, trials, metric } = manifest;
  const states = trials.map((_, trial) => seeds.map((seed) => runState(folder, trial, seed)));
  const standing: RungStanding[] = [];
  let going = trials.map((_, trial) => trial);
  let firstSlot = 0;
  for (const [i, rung] of rungs.entries()) {
    const entries = going.map((trial): Entry => {
      const epochs = rung.epochs ?? trials[trial].epochs;
      const runs = states[trial];
      return { trial, runs, epochs, score: scoreOf(runs, epochs) };
    });
    const complete = entries.every(allDone);
    standing.push({ entries, firstSlot, complete });
    if (!complete) break;
    firstSlot += rung.trials * seeds.length;
    const best = ranked(entries, metric).filter(({ score }) => score.diverged === 0);
    // In the order of trials, whatever the scores: numbers of slots say nothing.
    going = best
      .slice(0, rungs[i + 1]?.trials ?? 0)
      .map(({ trial }) => trial)
      .sort((a, b) => a - b);
    if (going.length === 0) break;
  }
  return standing;
}

/** Whether all is done. */
export function isComplete({ manifest }: SweepFolder, standing: readonly RungStanding[]): boolean {
  const last = standing[standing.length - 1];
  const none = last.entries.every(({ score }) => score.diverged > 0);
  return last.complete && (standing.length === manifest.rungs.length || none);
}

/** What is to be done on a rung, and not done yet. */
export function openSlots({ entries, firstSlot }: RungStanding): Slot[] {
  const slots = entries.flatMap(({ runs, epochs }, i) =>
    runs.map((run, j) => ({ slot: firstSlot + i * runs.length + j, run, epochs })),
  );
  return slots.filter(({ run, epochs }) => !isDone(run, epochs));
}

/** The entry of each trial on the highest rung that it reached; in the order of trials. */
export function lastEntries(standing: readonly RungStanding[]): Entry[] {
  return highest(standing, () => true);
}

/** The entry of each trial on the highest rung on which it has all results; of one that has them on none, on the first. */
export function doneEntries(standing: readonly RungStanding[]): Entry[] {
  return highest(standing, allDone);
}

/** Whether all runs of a trial have a result. */
export const allDone = ({ runs, epochs }: Entry): boolean => runs.every((run) => isDone(run, epochs));

function highest(standing: readonly RungStanding[], fits: (entry: Entry) => boolean): Entry[] {
  const last = new Map<number, Entry>();
  for (const { entries } of standing) {
    for (const entry of entries) if (fits(entry) || !last.has(entry.trial)) last.set(entry.trial, entry);
  }
  return [...last.values()];
}
