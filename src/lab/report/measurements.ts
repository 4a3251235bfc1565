import { type CurvesOptions, curves, type Series } from '../plots/curves.js';
import type { Point } from '../plots/thin.js';
import type { Section } from './data.js';

/** A row of measurements: numbers by name, and where there are several of a name the last counts here. */
export type MeasuredRow = Readonly<Record<string, unknown>>;

const charts = [
  { title: 'Update and true gradient', of: 'angle/update/', y: 'angle (degrees)' },
  { title: 'Feedback and transposed weights', of: 'angle/feedback/', y: 'angle (degrees)' },
  {
    title: 'Distance of the relaxed activities from the gradient',
    of: 'error/',
    y: 'squared error (sum over units, mean over samples)',
    logY: true,
  },
] satisfies (Pick<CurvesOptions, 'title' | 'y' | 'logY'> & { of: string })[];

/** What was measured during training, as curves with a line per node; no section where nothing was. */
export function measurementSections(rows: readonly MeasuredRow[]): Section[] {
  const figures = charts.flatMap(({ of, ...chart }) => {
    const series = seriesOf(rows, of);
    return series.length > 0 ? [curves({ ...chart, x: 'epoch', series })] : [];
  });
  if (figures.length === 0) return [];
  const text = `On a fixed batch of training images, before training and at ${rows.length - 1} later times.`;
  return [{ title: 'Measurements', text, figures }];
}

function seriesOf(rows: readonly MeasuredRow[], prefix: string): Series[] {
  const keys = Object.keys(rows[0] ?? {}).filter((key) => key.startsWith(prefix));
  return keys.map((key) => ({
    name: key.slice(prefix.length),
    points: rows.map(({ epoch, [key]: value }): Point => [Number(epoch), lastOf(value)]),
  }));
}

function lastOf(value: unknown): number {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'number' ? last : Number.NaN;
}
