import { numberText } from './number-text.js';
import { meets, type Result } from './results.js';

const heading = ['key', 'value', 'target', 'met', 'spread', 'behind it'];

/** The table's cells: one row per figure, under a heading. */
export function cells(results: readonly Result[]): string[][] {
  return [heading, ...results.map(row)];
}

/** Rows as columns of equal width. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Rows as a Markdown table. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function row(result: Result): string[] {
  const { figure, reading } = result;
  const target =
    figure.target === undefined
      ? ''
      : `${figure.better === 'smaller' ? '≤' : '≥'} ${targetText(figure.target)}`;
  if (reading.value === null) return [figure.key, '-', target, '', '', reading.reason];
  const met = meets(result);
  const [low, high] = reading.spread;
  const spread = low === high ? '' : `${numberText(low)} to ${numberText(high)}`;
  const verdict = met === undefined ? '' : met ? 'yes' : 'no';
  return [figure.key, numberText(reading.value), target, verdict, spread, reading.behind];
}

// A target is a round number: no more digits than it has.
const targetText = (target: number) => (target >= 1e6 ? `${target / 1e6}e6` : String(target));
