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

/**
 * The same time in more and shorter turns, for contestants in one process, which has no rest between them: what disturbs
 * the machine for less than a second then disturbs both.
 */
export const inShortTurns = (effort: Effort): Effort => ({
  ...effort,
  rounds: 3 * effort.rounds,
  sampleSeconds: effort.sampleSeconds / 3,
});
