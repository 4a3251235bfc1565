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
  process.stderr.write(`${line}\n`);
}

/** Columns of text, right-aligned but for the first. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
