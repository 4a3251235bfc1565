import type { Column } from './columns.js';

/** A table as RFC 4180 has it, in UTF-8: what is missing is empty, text stands in quotes where it has to. */
export function csvOf(columns: readonly Column[]): string {
  const rows = columns[0].values.map((_, i) => columns.map(({ values }) => cell(values[i])));
  return [columns.map(({ name }) => cell(name)), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: Column['values'][number]): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
