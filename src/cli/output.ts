import { printable } from '../errors.js';

/** Prints a result: one JSON value with `--json`, else lines for people. */
export function print(
  json: boolean | undefined,
  value: unknown,
  lines: () => string | readonly string[],
): void {
  const text = json ? JSON.stringify(value) : [lines()].flat().join('\n');
  process.stdout.write(`${text}\n`);
}

/** Says something that is not the result, on standard error. */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** Columns of text: numbers to the right, words to the left. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const columns = rows[0].map((_, i) => {
    const cells = rows.map((row) => String(row[i]));
    const width = Math.max(...cells.map((cell) => cell.length));
    const numeric = cells.length > 1 && cells.slice(1).every((cell) => /^[-+\d.e%]+$/.test(cell));
    return { width, numeric };
  });
  return rows.map((row) =>
    columns
      .map(({ width, numeric }, i) =>
        numeric ? String(row[i]).padStart(width) : String(row[i]).padEnd(width),
      )
      .join('  ')
      .trimEnd(),
  );
}
