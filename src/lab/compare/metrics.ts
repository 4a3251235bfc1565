import { choose } from '../../errors.js';
import { isFinished, type RunRecord } from './run-record.js';

/** What runs are judged by. */
export interface Metric {
  /** As rows of metrics have it. */
  readonly key: string;
  readonly title: string;
}

const titles: Readonly<Record<string, string>> = {
  'test/accuracy': 'test accuracy',
  'test/loss': 'test loss',
  'validation/accuracy': 'validation accuracy',
  'validation/loss': 'validation loss',
  'train/accuracy': 'training accuracy',
  'train/loss': 'training loss',
  'online/accuracy': 'online accuracy',
};

/** What a figure is called; as rows have it where it has no other name. */
export const titleOf = (key: string): string => titles[key] ?? key;

/** What runs are compared by, the first that all have: runs of a sweep may not have looked at the test samples. */
const usual = ['test/accuracy', 'validation/accuracy', 'test/loss', 'validation/loss'];

/** What each of some runs came to. */
export function sharedResults(runs: readonly RunRecord[]): string[] {
  const [first, ...others] = runs.filter(isFinished).map(({ results }) => Object.keys(results));
  return (first ?? []).filter((key) => others.every((keys) => keys.includes(key)));
}

/**
 * What they are compared by: test accuracy where all have it, else validation accuracy, test loss or validation loss.
 * @param asked instead
 * @throws {InputError} on one that not all that finished have
 */
export function metricOf(runs: readonly RunRecord[], asked: string | undefined): Metric {
  const shared = sharedResults(runs);
  if (asked !== undefined && shared.length > 0) {
    const known = Object.fromEntries(shared.map((key) => [key, true]));
    choose('--metric', known, asked);
  }
  const key = asked ?? usual.find((one) => shared.includes(one));
  return { key: key ?? fallback(runs), title: titleOf(key ?? fallback(runs)) };
}

// Where none has finished, by what they log.
const fallback = (runs: readonly RunRecord[]): string =>
  runs.some(({ rows }) => rows.some(({ values }) => 'test/accuracy' in values))
    ? 'test/accuracy'
    : 'test/loss';
