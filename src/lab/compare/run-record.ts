import type { Setting } from '../report/index.js';
import type { Status } from '../runs/status.js';

/** Settings by name, those within others with dots: `relaxation.steps`. A list is JSON. */
export type Settings = Readonly<Record<string, Setting>>;

/** A logged row: numbers by name, at a step (of streams, an image); a measurement is of a fixed batch. */
export interface LoggedRow {
  readonly kind: 'interval' | 'epoch' | 'measurement';
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A run as it is compared: what it was asked for, how far it came, what it logged. */
export interface RunRecord {
  /** Its directory, or what tells it from others in a file of many. */
  readonly name: string;
  readonly settings: Settings;
  /** The description, as it was given. */
  readonly network: unknown;
  readonly seed: number;
  /** `running` may be a run that was killed. */
  readonly state: Status['state'] | 'not begun';
  /** Why, where it diverged or failed. */
  readonly reason?: string;
  readonly step: number;
  readonly epochs: number;
  readonly data: { readonly name: string; readonly checksum: string };
  /** How many test samples it was judged by, where that is known. */
  readonly testSamples?: number;
  readonly rows: readonly LoggedRow[];
  /** What it came to: `test/accuracy`, `test/loss`, and what its last epoch and measurement say. */
  readonly results: Readonly<Record<string, number>>;
  /** Where it comes from, for tables: when it started, commit, versions. */
  readonly origin: Settings;
  /** What a step is called: minibatches of training, images of a stream. */
  readonly unit: 'step' | 'image';
}

/** Whether it came to its end, so that its results count. */
export const isFinished = ({ state, results }: RunRecord): boolean =>
  state === 'finished' && Object.keys(results).length > 0;
