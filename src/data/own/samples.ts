import type { Inputs } from '../dataset.js';

/** What a cell or element may be before it is known to be a target. */
export type Raw = number | string;

/** Targets as they stand in a file. */
export interface RawTargets {
  /** How many a sample has. */
  readonly width: number;
  /** What they are called; empty where they have no names. */
  readonly names: readonly string[];
  /** Number `k` of a sample. */
  at(sample: number, k: number): Raw;
  /** Where that stands in the file. */
  place(sample: number, k: number): string;
}

/** Samples of a file or folder, in its order. */
export interface Samples extends Inputs {
  /** What the numbers of an input are called; empty where they have no names. */
  readonly names: readonly string[];
  /** Of a table: all of its columns. */
  readonly columns?: readonly string[];
  /** Undefined where only inputs were asked for. */
  readonly targets?: RawTargets;
}

/** What a file or folder holds: some samples, and perhaps others to be judged by. */
export interface Found {
  readonly samples: Samples;
  readonly test?: Samples;
  /** What there is to say of how it was read, such as the delimiter. */
  readonly notes: readonly string[];
}
