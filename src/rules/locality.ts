/**
 * How far from local a value is that an update reads: 0, at hand now; 1, at hand, but kept since an earlier phase; 2, a
 * signal that all get at once (a clock, a phase); 3, the weight of another synapse; 4, an operation on a whole layer.
 */
export type Level = 0 | 1 | 2 | 3 | 4;

/** A value that an update reads, and how far from local it is. What is local now need not be declared. */
export interface Need {
  /** What is computed from it: `weight`, `drive`, ... */
  readonly update: string;
  readonly reads: string;
  readonly level: Exclude<Level, 0>;
}
