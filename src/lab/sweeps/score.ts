import type { Manifest } from './files.js';
import { divergedBy, type RunState, rowAt } from './run-state.js';

/** A mean over the seeds of a trial, with the sample standard deviation (n - 1); null where there are not two. */
export interface Moments {
  readonly mean: number;
  readonly sd: number | null;
}

/** What the runs of a trial came to after some epochs, over those that did not diverge. */
export interface Score {
  readonly runs: number;
  readonly diverged: number;
  /** By the keys of metrics, such as `validation/accuracy`. */
  readonly moments: Readonly<Record<string, Moments>>;
}

const keys = ['validation/accuracy', 'validation/loss', 'train/accuracy', 'train/loss'] as const;

/** The score of a trial from its runs, in the order of seeds. */
export function scoreOf(runs: readonly RunState[], epochs: number): Score {
  const left = runs.filter((run) => !divergedBy(run, epochs));
  const rows = left.map((run) => rowAt(run, epochs));
  const moments = keys.flatMap((key) => {
    const values = rows.map((row) => row?.[key]).filter((value) => typeof value === 'number');
    return values.length > 0 && values.length === left.length ? [[key, momentsOf(values)] as const] : [];
  });
  return { runs: runs.length, diverged: runs.length - left.length, moments: Object.fromEntries(moments) };
}

/** Mean and sample standard deviation. */
export function momentsOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** Something with a score, to be ranked. */
export interface Scored {
  readonly trial: number;
  readonly score: Score;
}

/**
 * The best first: by the mean of the sweep's metric on validation samples; of equal ones that with the lower validation loss,
 * then the first. A trial of which a run diverged comes after all others.
 */
export function ranked<S extends Scored>(scored: readonly S[], metric: Manifest['metric']): S[] {
  const key = ({ trial, score: { diverged, moments } }: S): readonly number[] => {
    const loss = rounded(moments['validation/loss']?.mean ?? Infinity);
    const accuracy = rounded(moments['validation/accuracy']?.mean ?? -Infinity);
    return [diverged, metric === 'accuracy' ? -accuracy : loss, loss, trial];
  };
  const keyed = scored.map((entry) => ({ entry, by: key(entry) }));
  return keyed.sort((a, b) => compared(a.by, b.by)).map(({ entry }) => entry);
}

// Means of the same numbers in another order may differ in the last bit: these are ties.
const rounded = (value: number) => Number(value.toPrecision(12));

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}
