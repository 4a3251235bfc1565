import type { Comparison, GroupResult } from './comparison.js';
import type { Metric } from './metrics.js';
import { shown, withoutDigits } from './settings.js';

/** The table of a comparison: a heading, and a row for each group. */
export function rowsOf({ columns, metric, results }: Comparison): string[][] {
  const networks = withoutDigits(results.map(({ group }) => String(group.settings.network)));
  const cell = (column: string, { group: { settings } }: GroupResult) =>
    column === 'network' ? networks.get(String(settings.network))! : shown(settings[column]);
  const compared = results.some(({ contrast }) => contrast);
  const many = results.filter(({ contrast }) => contrast && contrast.p !== null).length > 1;
  const heading = [
    ...['', ...(columns.length > 0 ? columns : ['runs']), 'finished', metric.title, 'sd', '95 % interval'],
    ...(compared ? ['against', 'pairs', 'difference', '95 % interval', 'p'] : []),
    ...(many ? ['p (Holm)'] : []),
  ];
  const rows = results.map((result) => [
    result.group.letter,
    ...(columns.length > 0 ? columns.map((column) => cell(column, result)) : [result.group.name]),
    ...ownCells(result, metric),
    ...(compared ? contrastCells(result, metric) : []),
    ...(many ? [p(result.contrast?.adjusted)] : []),
  ]);
  return [heading, ...rows];
}

function ownCells({ group, n, estimate }: GroupResult, metric: Metric): string[] {
  const { length } = group.runs;
  const { mean, sd = null, low = null, high = null } = estimate ?? {};
  const count = n === length ? String(n) : `${n} of ${length}`;
  return [count, figure(mean, metric), figure(sd, metric), interval(low, high, metric)];
}

function contrastCells({ contrast }: GroupResult, metric: Metric): string[] {
  if (!contrast) return ['', '', '', '', ''];
  const { against, n, mean, low, high } = contrast;
  return [against, String(n), signed(mean, metric), interval(low, high, metric, signed), p(contrast.p)];
}

type Show = (value: number | null | undefined, metric: Metric) => string;

const isShare = ({ key }: Metric): boolean => key.endsWith('/accuracy');

const figure: Show = (value, metric) => {
  if (value === null || value === undefined) return '-';
  return isShare(metric) ? value.toFixed(4) : String(Number(value.toPrecision(5)));
};

const signed: Show = (value, metric) =>
  typeof value === 'number' && value > 0 ? `+${figure(value, metric)}` : figure(value, metric);

const interval = (low: number | null, high: number | null, metric: Metric, show: Show = figure): string =>
  low === null || high === null ? '-' : `${show(low, metric)} to ${show(high, metric)}`;

/** A p value with three digits. */
const p = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '-';
  return value < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
};
