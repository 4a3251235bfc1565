import type { RandomStream } from '../../math/random.js';

/**
 * Where the pixels of a changed image come from: pixel (r, c) is the original's (rows[r], columns[c]), in all channels, and
 * 0 where that lies outside.
 */
export interface Placement {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** A random change of where pixels lie. */
export interface Augmentation {
  /** What it does, in a few words. */
  readonly about: string;
  /** Changes a placement in place, by numbers from a stream of its own. */
  change(placement: Placement, random: RandomStream): void;
}

/** Of an image that is left as it is. */
export function identity(rows: number, columns: number): Placement {
  return {
    rows: Int32Array.from({ length: rows }, (_, i) => i),
    columns: Int32Array.from({ length: columns }, (_, i) => i),
  };
}
