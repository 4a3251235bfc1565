import { palette } from '../../plots/theme.js';
import type { Comparison } from '../comparison.js';
import { titleOf } from '../metrics.js';
import { isFinished, type LoggedRow, type RunRecord } from '../run-record.js';

/** A curve of one run: where, in steps and epochs, and what. */
export interface PageCurve {
  /** Places in `PageData.runs`. */
  readonly run: number;
  readonly step: readonly number[];
  /** Null where it is not known how many steps an epoch has. */
  readonly epoch: readonly number[] | null;
  readonly y: readonly number[];
}

/** A chart: a figure that rows of one kind have. */
export interface PageChart {
  readonly title: string;
  /** The y axis, with its unit. */
  readonly y: string;
  /** Shown from the start. */
  readonly shown: boolean;
  readonly curves: readonly PageCurve[];
}

/** All numbers that a page of curves shows, as JSON. */
export interface PageData {
  readonly groups: readonly { readonly letter: string; readonly name: string; readonly colour: string }[];
  readonly runs: readonly { readonly group: number; readonly name: string; readonly finished: boolean }[];
  /** What a step is. */
  readonly x: string;
  readonly charts: readonly PageChart[];
}

/** Charts that are shown from the start, in their order; others after them. */
const first = [
  'epoch test/accuracy',
  'epoch validation/accuracy',
  'epoch test/loss',
  'epoch validation/loss',
  'interval train/loss',
  'interval train/accuracy',
  'interval online/accuracy',
] as const;

/** The curves of a comparison: a point for every logged row. */
export function pageData({ results }: Comparison): PageData {
  const all = results.flatMap(({ group }, i) => group.runs.map((run) => ({ run, group: i })));
  const keys = [...new Set(all.flatMap(({ run }) => keysOf(run)))];
  const known: readonly string[] = first;
  const ordered = [
    ...known.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !known.includes(key)),
  ];
  return {
    groups: results.map(({ group: { letter, name } }, i) => ({
      letter,
      name,
      colour: palette[i % palette.length],
    })),
    runs: all.map(({ run, group }) => ({
      group,
      name: `${results[group].group.letter}, seed ${run.seed}${isFinished(run) ? '' : ` (${run.state})`}`,
      finished: isFinished(run) && !results[group].group.repeated.includes(run),
    })),
    x: all.every(({ run }) => run.unit === 'image') ? 'images shown' : 'step (minibatches)',
    charts: ordered.map((key) =>
      chartOf(
        key,
        all.map(({ run }) => run),
        known.includes(key),
      ),
    ),
  };
}

const keysOf = ({ rows }: RunRecord): string[] => [
  ...new Set(rows.flatMap(({ kind, values }) => namesIn(values).map((name) => `${kind} ${name}`))),
];

const namesIn = (values: LoggedRow['values']): string[] =>
  Object.keys(values).filter((name) => name !== 'epoch');

function chartOf(key: string, runs: readonly RunRecord[], shown: boolean): PageChart {
  const at = key.indexOf(' ');
  const [kind, name] = [key.slice(0, at) as LoggedRow['kind'], key.slice(at + 1)];
  const per = { epoch: '', interval: ', mean since the row before', measurement: ', on a fixed batch' }[kind];
  const curves = runs.flatMap((run, i) => curveOf(run, i, kind, name));
  const what = titleOf(name);
  const title = what[0].toUpperCase() + what.slice(1);
  return {
    title: name.startsWith('train/') && kind === 'epoch' ? `${title}, of epochs` : title + per,
    y: axisOf(name),
    shown,
    curves,
  };
}

function axisOf(name: string): string {
  if (name.endsWith('/accuracy')) return `${titleOf(name)} (share of samples)`;
  if (name.endsWith('/loss')) return `${titleOf(name)} (mean over samples)`;
  if (name.startsWith('angle/')) return `${name} (degrees)`;
  if (name.startsWith('energy/messages')) return `${name} (messages of an epoch)`;
  if (name.startsWith('energy/operations')) return `${name} (synaptic operations of an epoch)`;
  return name;
}

function curveOf(run: RunRecord, i: number, kind: string, name: string): PageCurve[] {
  const rows = run.rows.filter((row) => row.kind === kind && name in row.values);
  if (rows.length === 0) return [];
  const perEpoch = stepsPerEpoch(run);
  return [
    {
      run: i,
      step: rows.map(({ step }) => step),
      epoch: perEpoch === undefined ? null : rows.map(({ step }) => short(step / perEpoch)),
      y: rows.map(({ values }) => short(values[name])),
    },
  ];
}

function stepsPerEpoch({ rows }: RunRecord): number | undefined {
  const ended = rows.findLast(({ kind, values }) => kind === 'epoch' && values.epoch > 0);
  return ended && ended.step / ended.values.epoch;
}

/** Seven digits are more than a screen shows. */
const short = (value: number): number => Number(value.toPrecision(7));
