import type { Effort } from './effort.js';
import { median, spreadOf } from './statistics.js';

/** One number that the benchmark gives. */
export interface Figure {
  /** Dotted: its path in the JSON object. */
  readonly key: string;
  /** What it is, for the table's reader. */
  readonly meaning: string;
  readonly better: 'smaller' | 'larger';
  /** The bound that we want it to keep; none where it only informs. */
  readonly target?: number;
}

/** A number that was measured. */
export interface Measured {
  readonly value: number;
  /** Smallest and largest of the rounds; equal where there is only one. */
  readonly spread: readonly [number, number];
  /** The absolute values behind it, in words. */
  readonly behind: string;
}

/** A number that could not be measured here, and why. */
export interface Missing {
  readonly value: null;
  readonly reason: string;
}

/** What came of a figure. */
export type Reading = Measured | Missing;

/** What a measurement is given. */
export interface Context {
  readonly effort: Effort;
  /** Whether a key was asked for: parts that were not need no time. */
  wanted(key: string): boolean;
  /** Says on standard error what is being done. */
  say(line: string): void;
}

/** One family of figures that are measured together. */
export interface Measurement {
  readonly figures: readonly Figure[];
  /** Readings by key, of at least the figures that were asked for. */
  measure(context: Context): Promise<Readonly<Record<string, Reading>>>;
}

/** Median and spread of what each round gave. */
export function measured(values: readonly number[], behind: string): Measured {
  return { value: median(values), spread: spreadOf(values), behind };
}

/** The same reason for every one of these keys. */
export function missing(keys: readonly string[], reason: string): Record<string, Missing> {
  return Object.fromEntries(keys.map((key) => [key, { value: null, reason }]));
}

/** Ratios of two series, round by round: what disturbs a round disturbs both. */
export function ratios(above: readonly number[], below: readonly number[]): number[] {
  return above.map((value, round) => value / below[round]);
}
