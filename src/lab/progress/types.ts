/** What a progress line shows beside the count, such as `{ loss: 0.12, epoch: '3/10' }`. */
export type ProgressFields = Readonly<Record<string, string | number>>;

/** Tells the user how far a run is. */
export interface Progress {
  /** `done` of the total is done by now; cheap enough to call at every step. */
  update(done: number, fields: ProgressFields): void;
  /** Prints a line of its own, above the bar where there is one. */
  note(line: string): void;
  /** Shows where things ended. Call it in a `finally`: a bar that is not stopped keeps the process alive. */
  stop(): void;
}

/** How to show progress. */
export interface ProgressOptions {
  /** How many units make the whole. */
  readonly total: number;
  /** What is counted, in the singular. */
  readonly unit: string;
  /** What is running. */
  readonly label: string;
  /** Units that were done before this process (a resumed run); they do not count for the speed. */
  readonly start?: number;
  /** Where to write; by default standard error, so that standard output stays clean. */
  readonly stream?: NodeJS.WriteStream;
  /** Says nothing at all. */
  readonly quiet?: boolean;
  /** The time in ms; the wall clock by default. */
  readonly now?: () => number;
}
