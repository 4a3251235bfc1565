import { printable } from '../../errors.js';
import type { Comparison } from '../../lab/compare/comparison.js';
import { rowsOf } from '../../lab/compare/table.js';
import { table } from '../output.js';

/** A comparison as lines: the table, what the figures are, and what is to be known of them. */
export function linesOf(comparison: Comparison): string[] {
  return [...table(rowsOf(comparison)), '', ...legendOf(comparison), ...comparison.notes.map(noteLine)];
}

/** Notes that go on on lines of their own are set in already. */
const noteLine = (note: string): string => printable(note.startsWith('  ') ? note : `note: ${note}`);

function legendOf({ results, metric }: Comparison): string[] {
  const own = `${metric.title}: mean, standard deviation and 95 % interval (Student t) over the runs that finished.`;
  if (!results.some(({ contrast }) => contrast)) return [own];
  return [
    own,
    'difference: mean over pairs of runs with the same seed, with its 95 % interval and two-sided p (Student t).',
  ];
}
