import { lstatSync } from 'node:fs';
import { z } from 'zod';
import { RelaxonError, refuse } from '../../errors.js';
import { readValue } from '../../schema.js';
import { ownerIn } from '../../system/look.js';
import { readJson } from '../files.js';
import type { MetricRow } from '../report/index.js';
import { epochRows } from '../runs/epoch-rows.js';
import { runFiles } from '../runs/files.js';
import { readStatus, type Status } from '../runs/status.js';
import { runDirectory, type SweepFolder } from './files.js';

/** Where a run is. */
export interface RunState {
  readonly trial: number;
  readonly seed: number;
  readonly directory: string;
  /** `killed`: it says that it runs, and nobody works there. */
  readonly state: 'waiting' | 'running' | 'interrupted' | 'killed' | 'finished' | 'diverged' | 'failed';
  /** Epochs done, as it last said. */
  readonly epochs: number;
  /** Epochs it is to have. */
  readonly asked: number;
  /** It was stopped by its validation samples, and is to go no further. */
  readonly stoppedEarly: boolean;
  /** Of each epoch that is done, that of the untrained network first. */
  readonly rows: readonly MetricRow[];
  /** What stopped it, where something did. */
  readonly error?: string;
}

const configured = z.looseObject({ epochs: z.int('a whole number').min(1, 'at least 1') });

/**
 * Looks at a run, which may be worked on meanwhile.
 * @throws {InputError} on one that is a link: what is elsewhere is not the sweep's to write to
 */
export function runState({ directory, manifest }: SweepFolder, trial: number, seed: number): RunState {
  const run = runDirectory(directory, manifest.trials[trial], seed);
  if (lstatSync(run, { throwIfNoEntry: false })?.isSymbolicLink()) {
    refuse({ where: run, got: 'a link', expected: 'a run directory' });
  }
  const about = { trial, seed, directory: run };
  const none = { epochs: 0, asked: 0, stoppedEarly: false, rows: [] };
  try {
    const status = statusOf(run);
    const rows = epochRows(runFiles(run).metrics);
    const { epochs: goal } = readValue(run, configured, readJson(runFiles(run).configuration));
    const done = {
      ...about,
      epochs: status?.epochs ?? 0,
      asked: goal,
      stoppedEarly: status?.stoppedEarly === true,
      rows,
    };
    if (status?.state === 'diverged') return { ...done, state: 'diverged', error: reasonIn(status) };
    // A run that is to go further begins by saying so.
    if (status?.state === 'finished' && (status.epochs >= goal || done.stoppedEarly))
      return { ...done, state: 'finished' };
    if (ownerIn(run)) return { ...done, state: 'running' };
    if (status === undefined) return { ...done, state: 'waiting' };
    if (status.state === 'failed') return { ...done, state: 'failed', error: reasonIn(status) };
    return { ...done, state: status.state === 'running' ? 'killed' : 'interrupted' };
  } catch (error) {
    if (error instanceof RelaxonError) return { ...about, ...none, state: 'failed', error: error.message };
    throw error;
  }
}

function statusOf(run: string): Status | undefined {
  const there = lstatSync(runFiles(run).status, { throwIfNoEntry: false });
  return there && readStatus(run);
}

const reasonIn = (status: Status): string => {
  const { reason, error } = status as Status & { readonly reason?: unknown; readonly error?: unknown };
  return String(reason ?? error ?? 'nothing said');
};

/** Whether a run has nothing to do up to so many epochs: it is finished, or on its way to more, or diverged. */
export function isDone({ state, epochs, asked, stoppedEarly, rows }: RunState, goal: number): boolean {
  if (state === 'diverged') return true;
  if (asked > goal && (stoppedEarly || rows.some((row) => Number(row.epoch) === goal))) return true;
  return state === 'finished' && (stoppedEarly || epochs >= goal);
}

/** What a run had come to after so many epochs, or before it diverged. */
export const rowAt = ({ rows }: RunState, epochs: number): MetricRow | undefined =>
  rows.findLast((row) => Number(row.epoch) <= epochs);

/** Whether a run diverged within so many epochs. */
export const divergedBy = ({ state, rows }: RunState, epochs: number): boolean =>
  state === 'diverged' && !rows.some((row) => Number(row.epoch) === epochs);
