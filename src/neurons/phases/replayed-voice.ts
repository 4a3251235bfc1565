import type { FutureColumns } from '../../math/future-columns.js';
import { type Trajectory, toldFrom, valueAt } from '../../math/trajectory.js';

/** What neurons say in place of what they have composed: numbers by key, and of those who tell where these will be, that. */
export interface Words {
  readonly values: readonly number[];
  readonly futures?: readonly Trajectory[] | undefined;
}

/** Where words come from. @returns those of a unit; undefined where it speaks for itself */
export type WordsOf = (unit: number, keys: readonly number[], foretold: boolean) => Words | undefined;

/**
 * The voice of neurons who say what others have written, at their times, whatever they compute themselves: what they would
 * have said of their own decides when they speak.
 */
export class ReplayedVoice {
  /** By key: what they last would have said. */
  readonly own: readonly Float64Array[];
  /** By key: of those who have told of another future than their own, that. */
  private readonly futures: readonly Map<number, Trajectory>[];

  /** @param said what was last said, by key */
  constructor(
    private readonly said: readonly Float64Array[],
    private readonly wordsOf: WordsOf,
    private readonly now: () => number,
  ) {
    this.own = said.map((column) => column.slice());
    this.futures = said.map(() => new Map());
  }

  /** Some are about to say what they have composed: by key, that becomes what they say. */
  say(keys: readonly number[], speakers: Int32Array, composed: readonly Float64Array[]): void {
    for (const unit of speakers) {
      for (const key of keys) {
        this.own[key][unit] = composed[key][unit];
        this.futures[key].delete(unit);
      }
      const words = this.wordsOf(unit, keys, false);
      if (words) for (const [k, key] of keys.entries()) composed[key][unit] = words.values[k];
    }
  }

  /** Some are about to say where values will be, by key: that becomes what they say. */
  foretell(keys: readonly number[], speakers: Int32Array, columnsOf: (key: number) => FutureColumns): void {
    for (const unit of speakers) {
      const words = this.wordsOf(unit, keys, true);
      for (const [k, key] of keys.entries()) {
        const columns = columnsOf(key);
        const own = columns.at(unit);
        const written = words?.futures?.[k];
        const future = written && (written.origin === own.origin ? written : toldFrom(written, this.now()));
        if (!future || isSame(future, own)) this.futures[key].delete(unit);
        else {
          this.futures[key].set(unit, future);
          columns.set(unit, future);
        }
      }
    }
  }

  /** What has been composed is to stand where it is heard: of those who have told of another future, what is then. */
  put(keys: readonly number[], composed: readonly Float64Array[]): void {
    for (const key of keys) {
      this.own[key].set(composed[key]);
      for (const [unit, future] of this.futures[key]) composed[key][unit] = valueAt(future, this.now());
    }
  }

  /** What stands now is what they would have said. */
  restore(): void {
    for (const [key, column] of this.said.entries()) {
      this.own[key].set(column);
      this.futures[key].clear();
    }
  }
}

/** In columns there are as many terms as anybody has: those that are missing are 0. */
function isSame(a: Trajectory, b: Trajectory): boolean {
  if (a.constant !== b.constant) return false;
  const length = Math.max(a.terms.length, b.terms.length);
  for (let m = 0; m < length; m++) if ((a.terms[m] ?? 0) !== (b.terms[m] ?? 0)) return false;
  return true;
}
