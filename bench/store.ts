import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Figure } from './measurement.js';
import type { Report } from './report.js';
import type { Result } from './results.js';

const reading = z.union([
  z.object({ value: z.null(), reason: z.string() }),
  z.object({ value: z.number(), spread: z.tuple([z.number(), z.number()]), behind: z.string() }),
]);
const rowsSchema = z.record(z.string(), z.object({ date: z.string(), reading }));

/** What was measured last, by key. */
export type Rows = z.infer<typeof rowsSchema>;

/** The rows that stand in a file; none where it is not there. */
export function storedRows(file: URL): Rows {
  return existsSync(file) ? rowsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

/** The rows with those of a run in their place. A figure that could not be measured does not replace one that could. */
export function withRun(rows: Rows, { date, results }: Pick<Report, 'date' | 'results'>): Rows {
  const measured = results.filter(
    ({ figure, reading }) => reading.value !== null || !rows[figure.key]?.reading.value,
  );
  const entries = measured.map(({ figure, reading }) => [figure.key, { date, reading }]);
  return rowsSchema.parse({ ...rows, ...Object.fromEntries(entries) });
}

/** Rows of figures that there still are, in their order; those of another day say so. */
export function resultsOf(rows: Rows, figures: readonly Figure[], today: string): Result[] {
  return figures.flatMap((figure) => {
    const row = rows[figure.key];
    if (!row) return [];
    const { date, reading } = row;
    if (date === today || reading.value === null) return [{ figure, reading }];
    return [{ figure, reading: { ...reading, behind: `${reading.behind}; ${date}` } }];
  });
}
