/** Rows as a Markdown table, the first as its heading. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A number between 0 and 1 to four places; a dash for none. */
export const share = (value: number | null) => (value === null ? '-' : value.toFixed(4));

/** A difference of shares in percentage points, with its sign. */
export function points(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(100 * value).toFixed(2);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** Seconds in words. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
