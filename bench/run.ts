import { RelaxonError, refuse } from '../src/errors.js';
import type { Effort } from './effort.js';
import { type Context, type Figure, type Measurement, missing, type Reading } from './measurement.js';
import { line } from './report.js';
import type { Result } from './results.js';

/** What to measure, and how. */
export interface Plan {
  readonly measurements: readonly Measurement[];
  readonly effort: Effort;
  /** Only keys that begin so, or so, commas between; all where it is empty. */
  readonly only: string;
  say(line: string): void;
}

/** What came of it. */
export interface Outcome {
  readonly results: readonly Result[];
  /** Measurements that broke, as against those whose peers are not installed. */
  readonly broken: number;
}

/** Measures one family after another. A family that fails leaves its reason in place of its values. */
export async function runAll({ measurements, effort, only, say }: Plan): Promise<Outcome> {
  const prefixes = only.split(',');
  const wanted = (key: string) => prefixes.some((prefix) => key.startsWith(prefix));
  const keys = measurements.flatMap(({ figures }) => figures.map(({ key }) => key));
  for (const prefix of prefixes) if (!keys.some((key) => key.startsWith(prefix))) refuseOnly(keys, prefix);
  const results: Result[] = [];
  let broken = 0;
  for (const measurement of measurements) {
    const figures = measurement.figures.filter(({ key }) => wanted(key));
    if (figures.length === 0) continue;
    const name = familyName(figures);
    say(name);
    const context: Context = { effort, wanted, say: (text) => say(`  ${text}`) };
    const { readings, failed } = await attempt(measurement, figures, context);
    if (failed) broken++;
    for (const figure of figures) {
      const reading = readings[figure.key] ?? { value: null, reason: 'not measured' };
      results.push({ figure, reading });
      say(`  ${line({ figure, reading })}`);
    }
  }
  return { results, broken };
}

async function attempt(
  measurement: Measurement,
  figures: readonly Figure[],
  context: Context,
): Promise<{ readings: Readonly<Record<string, Reading>>; failed: boolean }> {
  try {
    return { readings: await measurement.measure(context), failed: false };
  } catch (error) {
    // What we did not foresee needs its stack; the other families are measured all the same.
    if (!(error instanceof RelaxonError)) context.say((error as Error).stack ?? String(error));
    const reason = error instanceof Error ? error.message : String(error);
    return {
      readings: missing(
        figures.map(({ key }) => key),
        reason,
      ),
      failed: true,
    };
  }
}

function familyName(figures: readonly Figure[]): string {
  return figures.length === 1 ? figures[0].key : `${figures[0].key} and ${figures.length - 1} more`;
}

function refuseOnly(keys: readonly string[], only: string): never {
  const groups = new Set(keys.map((key) => key.split('.').slice(0, 2).join('.')));
  return refuse({
    where: 'bench --only',
    got: JSON.stringify(only),
    expected: `the beginning of a key: ${[...groups].join(', ')}`,
  });
}
