import type { RandomStream } from '../src/math/random.js';

/** A parser that reads a file, and how to try it. */
export interface Target<V = unknown> {
  /** Valid inputs, which others are made from. */
  readonly valid: readonly Uint8Array[];
  /**
   * Another input, made from a valid one.
   * @param sealed lengths, checksums and hashes are put right again, so that what comes behind them is reached
   */
  mutate(stream: RandomStream, valid: Uint8Array, sealed: boolean): Uint8Array;
  /** Reads it. @throws {RelaxonError} where it is refused */
  read(input: Uint8Array): V;
  /** Does with what was read what it is for. @throws {Nonsense} where that comes to nothing */
  use(value: V): void;
  /** What was read as an input again. */
  write(value: V): Uint8Array;
}

/** Makes a target. @param folder an empty one of its own, for parsers that take a path */
export type MakeTarget = (folder: string) => Target;

/** An input was taken that means nothing. */
export class Nonsense extends Error {}

/** @throws {Nonsense} unless it holds */
export function expect(holds: boolean, what: string): void {
  if (!holds) throw new Nonsense(what);
}
