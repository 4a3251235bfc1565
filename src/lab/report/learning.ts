import { curves, type Series } from '../plots/curves.js';
import type { Point } from '../plots/thin.js';
import type { MetricRow, ReportData, RunMetrics, Table } from './data.js';

/** The learning curves of all runs: loss, and accuracy in per cent, as far as there are any. */
export function learningCurves({ runs, lossLabel = 'loss' }: ReportData): string[] {
  const time = runs.some(({ metrics }) => metrics.some(({ epoch }) => typeof epoch === 'number'))
    ? 'epoch'
    : 'step';
  const charts = [
    { title: 'Loss', y: lossLabel, series: seriesOf(runs, 'loss', time, 1) },
    { title: 'Accuracy', y: 'accuracy (%)', series: seriesOf(runs, 'accuracy', time, 100) },
  ];
  const judged = validated(runs) ? 'validation, or test' : 'test';
  const caption = runs.length > 1 ? `Solid: ${judged}. Dashed: training.` : '';
  return charts
    .filter(({ series }) => series.length > 0)
    .map((chart) => curves({ ...chart, x: time, caption }));
}

/** One run: a colour each for training and test. Several: a colour for each run, its training dashed. */
function seriesOf(runs: readonly RunMetrics[], metric: string, time: string, unit: number): Series[] {
  const alone = runs.length === 1;
  const all = runs.flatMap(({ name, metrics }, i) =>
    (['train', 'test', 'validation'] as const).map((split, j): Series => {
      const points = pointsOf(metrics, time, `${split}/${metric}`, unit);
      if (!alone) return { name, points, colour: i, dashed: split === 'train' };
      return { name: split === 'train' ? 'training' : split, points, colour: j };
    }),
  );
  return all.filter(({ points }) => points.length > 0);
}

const validated = (runs: readonly RunMetrics[]) =>
  runs.some(({ metrics }) => metrics.some((row) => 'validation/loss' in row));

function pointsOf(rows: readonly MetricRow[], time: string, key: string, unit: number): Point[] {
  return rows.flatMap(({ [time]: x, [key]: y }): Point[] =>
    typeof x === 'number' && typeof y === 'number' ? [[x, y * unit]] : [],
  );
}

type Show = (rows: readonly MetricRow[]) => string | null;

const columns: readonly (readonly [name: string, show: Show])[] = [
  ['epochs', (rows) => show(last(rows, 'epoch'), String)],
  ['training loss', (rows) => show(last(rows, 'train/loss'), digits)],
  ['test loss', (rows) => show(last(rows, 'test/loss'), digits)],
  ['training accuracy (%)', (rows) => show(last(rows, 'train/accuracy'), percent)],
  ['test accuracy (%)', (rows) => show(last(rows, 'test/accuracy'), percent)],
  ['best test accuracy (%)', (rows) => show(most(rows, 'test/accuracy'), percent)],
  ['validation loss', (rows) => show(last(rows, 'validation/loss'), digits)],
  ['validation accuracy (%)', (rows) => show(last(rows, 'validation/accuracy'), percent)],
  ['best validation accuracy (%)', (rows) => show(most(rows, 'validation/accuracy'), percent)],
];

/** How each run ended, and its best test accuracy; columns without a number are left out. */
export function results({ runs }: ReportData): Table {
  const known = columns.filter(([, cell]) => runs.some(({ metrics }) => cell(metrics) !== null));
  const rows = runs.map(({ name, metrics }) => [name, ...known.map(([, cell]) => cell(metrics))]);
  return { columns: ['run', ...known.map(([name]) => name)], rows };
}

function numbers(rows: readonly MetricRow[], key: string): number[] {
  return rows.map((row) => row[key]).filter((value) => typeof value === 'number');
}

function last(rows: readonly MetricRow[], key: string): number | undefined {
  return numbers(rows, key).at(-1);
}

function most(rows: readonly MetricRow[], key: string): number | undefined {
  return numbers(rows, key).reduce<number | undefined>(
    (best, value) => Math.max(best ?? value, value),
    undefined,
  );
}

function show(value: number | undefined, format: (value: number) => string): string | null {
  return value === undefined ? null : format(value);
}

function digits(value: number): string {
  return value.toPrecision(4);
}

function percent(value: number): string {
  return (value * 100).toFixed(2);
}
