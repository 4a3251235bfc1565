import type { Setting } from '../report/index.js';
import { networkLine } from '../runs/tables.js';
import type { Comparison } from './comparison.js';
import { isFinished, type RunRecord } from './run-record.js';

/** What a column of a table for other programs holds: one kind, or nothing. */
export type ColumnKind = 'number' | 'whole' | 'boolean' | 'text';

/** A column of such a table, a value for each run. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly values: readonly Setting[];
}

/** A row of such a table before its columns have a kind. */
type Row = Readonly<Record<string, Setting>>;

/**
 * All runs of a comparison as columns, in the order of groups and seeds: which run, all settings (`setting.` before each), all
 * results (`result.`), and where it comes from.
 */
export function columnsFor({ results }: Comparison): Column[] {
  const rows = results.flatMap(({ group }) =>
    group.runs.map((run) => rowOf(run, group.letter, group.name, !group.repeated.includes(run))),
  );
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const ordered = sections.flatMap((section) => names.filter((name) => sectionOf(name) === section));
  return ordered.map((name) => columnOf(name, rows));
}

const sections = ['', 'setting', 'result', 'origin'] as const;

const sectionOf = (name: string): (typeof sections)[number] =>
  sections.find((section) => section !== '' && name.startsWith(`${section}.`)) ?? '';

function rowOf(run: RunRecord, letter: string, group: string, first: boolean): Row {
  const { name, seed, state, reason = null, step, epochs, data, settings, testSamples = null } = run;
  const { network: _, ...flat } = settings;
  return {
    ...{ run: name, group: letter, name: group, seed, state, counted: isFinished(run) && first, reason },
    ...{ step, epochs, data_sha256: data.checksum, test_samples: testSamples },
    ...prefixed('setting', { network: networkLine(run.network), ...flat }),
    ...prefixed('setting', { 'network.json': JSON.stringify(run.network) ?? null }),
    ...prefixed('result', run.results),
    ...prefixed('origin', run.origin),
  };
}

const prefixed = (section: string, values: Readonly<Record<string, Setting>>): Row =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${section}.${name}`, value]));

/** Counts that stay whole numbers where all of a column are. */
const counts: readonly string[] = ['seed', 'step', 'epochs', 'test_samples'];

function columnOf(name: string, rows: readonly Row[]): Column {
  const values = rows.map((row) => row[name] ?? null);
  const kinds = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  const [kind] = kinds;
  // What is a number here and a word there is text everywhere.
  if (kinds.size > 1)
    return { name, kind: 'text', values: values.map((value) => (value === null ? null : String(value))) };
  if (kind === 'number') return { name, kind: counts.includes(name) ? 'whole' : 'number', values };
  return { name, kind: kind === 'boolean' ? 'boolean' : 'text', values };
}
