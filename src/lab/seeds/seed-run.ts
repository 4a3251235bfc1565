import type { Lock } from '../../system/lock.js';

/** One run of many, each with a seed and a directory of its own. */
export interface SeedRun {
  readonly seed: number;
  readonly directory: string;
  /** Samples it has seen by its last checkpoint. */
  readonly samples: number;
  /** Samples in the whole run. */
  readonly total: number;
  /** It has been trained to the end: there is nothing to do. */
  readonly finished: boolean;
  /** How far to train it, where that is further than it was to go; undefined as it was configured. */
  readonly epochs?: number | undefined;
  /** Its rate from now on, where it goes on with another. */
  readonly learningRate?: number | undefined;
}

/** Runs that differ in nothing but their seed, in one folder. */
export interface SeedRuns {
  readonly directory: string;
  readonly rule: string;
  readonly runs: readonly SeedRun[];
  /** Keeps other processes out of the folder: release it when all is done. */
  readonly lock: Lock;
}
