import type { Comparison } from './comparison.js';
import { isFinished } from './run-record.js';

/** A comparison as JSON: groups with their runs, estimates and contrasts; numbers with all their digits. */
export function summaryOf({ metric, columns, results, notes }: Comparison) {
  return {
    metric: metric.key,
    columns,
    groups: results.map(({ group, n, estimate = null, contrast = null, unfinished }) => ({
      ...{ letter: group.letter, name: group.name, data: group.data },
      settings: Object.fromEntries(columns.map((column) => [column, group.settings[column] ?? null])),
      ...{ n, unfinished: unfinished.length, estimate, contrast },
      runs: group.runs.map((run) => ({
        ...{ run: run.name, seed: run.seed, state: run.state },
        counted: isFinished(run) && !group.repeated.includes(run),
        value: run.results[metric.key] ?? null,
      })),
    })),
    notes,
  };
}
