import { readJsonLines } from '../files.js';
import type { MetricRow } from '../report/index.js';

/** The rows of metrics that end an epoch. */
export function epochRows(path: string): MetricRow[] {
  return readJsonLines(path).filter(({ kind }) => kind === 'epoch') as MetricRow[];
}
