/** How long to measure. */
export interface Effort {
  readonly quick: boolean;
  /** Rounds of a comparison; each asks every contestant once. */
  readonly rounds: number;
  /** Seconds that one sample shall last at least. */
  readonly sampleSeconds: number;
  /** Seconds that a contestant runs before its first sample counts. */
  readonly warmUpSeconds: number;
}

/** What RESULTS.md is measured with. */
export const fullEffort: Effort = { quick: false, rounds: 9, sampleSeconds: 0.3, warmUpSeconds: 1 };

/** For a look. */
export const quickEffort: Effort = { quick: true, rounds: 3, sampleSeconds: 0.05, warmUpSeconds: 0.1 };
