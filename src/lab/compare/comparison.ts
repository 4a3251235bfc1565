import { type Estimate, estimate, holm, type PairedTest, pairedTest } from '../../math/statistics.js';
import { baselinesOf } from './baseline.js';
import { type Group, type Grouping, grouped } from './groups.js';
import { type Metric, metricOf } from './metrics.js';
import { notesOn } from './notes.js';
import { isFinished, type RunRecord } from './run-record.js';

/** A group against its baseline: the differences of pairs, its own value less the baseline's. */
export interface Contrast extends PairedTest {
  /** The baseline's letter. */
  readonly against: string;
  /** p among all contrasts, after Holm; null where p is. */
  readonly adjusted: number | null;
}

/** A row of the table. */
export interface GroupResult {
  readonly group: Group;
  /** Runs that finished, each seed once. */
  readonly n: number;
  readonly unfinished: readonly RunRecord[];
  /** Undefined where none finished. */
  readonly estimate: Estimate | undefined;
  /** Undefined of a baseline, and where no seed is in both. */
  readonly contrast: Contrast | undefined;
  /** Whose contrast is missing, since no seed is in both. */
  readonly unpaired: string | undefined;
}

/** Runs compared. */
export interface Comparison extends Pick<Grouping, 'columns'> {
  readonly metric: Metric;
  readonly results: readonly GroupResult[];
  /** What is to be known of the figures, a line each. */
  readonly notes: readonly string[];
}

/** What to compare by. */
export interface CompareOptions {
  /** Settings to group by; all but the seed if not given. */
  readonly by?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly metric?: string | undefined;
}

/**
 * Groups runs and compares them: means over seeds, and paired differences from a baseline.
 * @throws {InputError} on settings, baselines or metrics that are none
 */
export function compared(runs: readonly RunRecord[], options: CompareOptions = {}): Comparison {
  const grouping = grouped(runs, options.by);
  const metric = metricOf(runs, options.metric);
  const baselines = baselinesOf(grouping.groups, options.baseline);
  const rows = grouping.groups.map((group) => resultOf(group, baselines.get(group), metric));
  const results = adjusted(rows);
  return { columns: grouping.columns, metric, results, notes: notesOn(grouping, results, metric) };
}

function resultOf(group: Group, baseline: Group | undefined, { key }: Metric): GroupResult {
  const counted = [...group.counted.values()].filter(({ results }) => key in results);
  const values = counted.map(({ results }) => results[key]);
  const contrast = baseline && contrastOf(group, baseline, key);
  return {
    group,
    n: counted.length,
    unfinished: group.runs.filter((run) => !isFinished(run)),
    estimate: values.length > 0 ? estimate(values) : undefined,
    contrast,
    unpaired: baseline && !contrast ? baseline.letter : undefined,
  };
}

function contrastOf(group: Group, baseline: Group, metric: string): Contrast | undefined {
  const pairs = [...group.counted].flatMap(([key, { results }]) => {
    const other = baseline.counted.get(key)?.results[metric];
    return other === undefined || results[metric] === undefined ? [] : [[results[metric], other] as const];
  });
  if (pairs.length === 0) return undefined;
  const test = pairedTest(
    pairs.map(([own]) => own),
    pairs.map(([, other]) => other),
  );
  return { ...test, against: baseline.letter, adjusted: null };
}

function adjusted(rows: readonly GroupResult[]): GroupResult[] {
  const tested = rows.filter(({ contrast }) => contrast && contrast.p !== null);
  const ps = holm(tested.map(({ contrast }) => contrast!.p!));
  return rows.map((row) => {
    const i = tested.indexOf(row);
    return i < 0 ? row : { ...row, contrast: { ...row.contrast!, adjusted: ps[i] } };
  });
}
