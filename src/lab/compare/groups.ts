import { choose, refuse } from '../../errors.js';
import type { Setting } from '../report/index.js';
import { naturally } from './glob.js';
import { isFinished, type RunRecord, type Settings } from './run-record.js';
import {
  canonical,
  differing,
  meaningful,
  namesIn,
  shown,
  silent,
  telling,
  withoutDigits,
} from './settings.js';

/** Runs that differ in nothing but the seed; where groups are asked for by some settings, in nothing of these. */
export interface Group {
  /** A, B, ... */
  readonly letter: string;
  /** The settings that tell it from others, in words. */
  readonly name: string;
  readonly settings: Settings;
  readonly data: RunRecord['data'];
  readonly runs: readonly RunRecord[];
  /** Those of its runs that count, by what pairs them with runs of other groups: the seed, and what varies within groups. */
  readonly counted: ReadonlyMap<string, RunRecord>;
  /** Runs that finished, and are others over again. */
  readonly repeated: readonly RunRecord[];
}

/** Groups, and by which settings they are told apart. */
export interface Grouping {
  readonly groups: readonly Group[];
  /** Settings that are not the same in all groups. */
  readonly columns: readonly string[];
  /** Settings that vary within a group, beside the seed. */
  readonly within: readonly string[];
}

/** Which data the run learned from, as a setting of its own where names do not tell. */
const checksum = 'data sha256';

const settingsAndData = ({ settings, data }: RunRecord): Settings => ({
  ...meaningful(settings),
  [checksum]: data.checksum.slice(0, 12),
});

/**
 * Groups runs, in the order in which they come.
 * @param by settings to group by; all but the seed, and those that change no number, if not given
 * @throws {InputError} on a setting that no run has, with the nearest one
 */
export function grouped(runs: readonly RunRecord[], by?: readonly string[]): Grouping {
  const names = namesIn(runs.map(settingsAndData)).filter((name) => !silent.includes(name));
  const keys = by?.map((name) => settingNamed(name, names)) ?? names;
  const parts = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const settings = settingsAndData(run);
    // Of other data, the same settings are another group.
    const key = canonical([...keys, checksum].map((name) => settings[name] ?? null));
    parts.set(key, [...(parts.get(key) ?? []), run]);
  }
  const all = [...parts.values()];
  const within = all.flatMap((part) => differing(part.map(settingsAndData)));
  const columns = columnsOf(all, by && keys);
  return {
    groups: all.map((part, i) => groupOf(part, i, all, columns, within)),
    columns,
    within: [...new Set(within)],
  };
}

/** The full name of a setting: its own, or the last part of one that nothing else ends in. */
export function settingNamed(name: string, names: readonly string[], where = '--by'): string {
  if (names.includes(name)) return name;
  const ending = names.filter((one) => one.endsWith(`.${name}`));
  if (ending.length === 1) return ending[0];
  const got = JSON.stringify(name);
  if (ending.length > 1) refuse({ where, got, expected: `one of ${ending.join(', ')}` });
  if (name === 'seed') refuse({ where, got, expected: 'a setting: seeds are what groups are of' });
  return choose(where, Object.fromEntries(names.map((one) => [one, one])), name);
}

// What tells groups apart is asked for, or is all that differs; checksums where the names of data do not.
function columnsOf(all: readonly (readonly RunRecord[])[], by: readonly string[] | undefined): string[] {
  const firsts = all.map(([first]) => settingsAndData(first));
  const odd = telling(firsts, differing(firsts));
  const named = new Map(all.map(([{ data }]) => [data.checksum, data.name]));
  const told = new Set(named.values()).size === named.size;
  const wanted = [...new Set(by ?? odd)];
  const columns = wanted.filter((name) => odd.includes(name) && !(name === checksum && told));
  if (by && named.size > 1 && !columns.includes('data')) columns.unshift('data');
  return by && !told && !columns.includes(checksum) ? [...columns, checksum] : columns;
}

function groupOf(
  runs: readonly RunRecord[],
  i: number,
  all: readonly (readonly RunRecord[])[],
  columns: readonly string[],
  within: readonly string[],
): Group {
  const [first] = runs;
  const settings = settingsAndData(first);
  const sorted = [...runs].sort((a, b) => a.seed - b.seed || naturally(a.name, b.name));
  const counted = new Map<string, RunRecord>();
  const repeated: RunRecord[] = [];
  for (const run of sorted.filter(isFinished)) {
    const own = settingsAndData(run);
    const key = canonical([run.seed, ...within.map((name) => own[name] ?? null)]);
    if (counted.has(key)) repeated.push(run);
    else counted.set(key, run);
  }
  const name = nameOf(settings, all, columns);
  return { letter: letterOf(i), name, settings, data: first.data, runs: sorted, counted, repeated };
}

/** Settings whose values say enough. */
const plain: readonly string[] = ['rule', 'data', 'network', 'engine', 'way'];

function nameOf(
  settings: Settings,
  all: readonly (readonly RunRecord[])[],
  columns: readonly string[],
): string {
  if (columns.length === 0) return `${settings.rule} on ${settings.data}`;
  const networks = withoutDigits(
    all.map(
      ([
        {
          settings: { network },
        },
      ]) => String(network),
    ),
  );
  const text = (value: Setting | undefined, column: string) =>
    column === 'network' ? networks.get(String(value))! : shown(value);
  // A rule brings settings of its own: where the rule is said, none of those that only others have.
  const said = columns.filter((column) => settings[column] !== undefined || !column.includes('.'));
  const parts = said.map((column) => {
    const value = text(settings[column], column);
    return plain.includes(column) ? value : `${column.split('.').at(-1)} ${value}`;
  });
  return parts.join(', ') || letterOf(0);
}

/** A to Z, then AA. */
export function letterOf(i: number): string {
  const last = String.fromCharCode(65 + (i % 26));
  return i < 26 ? last : letterOf(Math.floor(i / 26) - 1) + last;
}
