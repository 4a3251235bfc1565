import type { Machine, Peers, Versions } from './machine.js';
import { numberText } from './number-text.js';
import { meets, nested, type Result } from './results.js';
import { cells, markdownTable, plainTable } from './table.js';

/** A whole run of the benchmark. */
export interface Report {
  readonly quick: boolean;
  readonly date: string;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly peers: Peers;
  readonly results: readonly Result[];
}

/** The report as one JSON value: values by key, and what is behind each. */
export function asJson({ results, ...rest }: Report): object {
  const values = results.map(({ figure, reading }) => [figure.key, reading.value] as const);
  const notes = results.flatMap(({ figure: { key }, reading }) =>
    reading.value === null ? [[key, reading.reason] as const] : [],
  );
  return {
    ...nested(values),
    ...rest,
    notes: Object.fromEntries(notes),
    figures: Object.fromEntries(results.map((result) => [result.figure.key, details(result)])),
  };
}

/** The report for people: where it was measured, and one table. */
export function asText(report: Report): string {
  return [...facts(report), '', plainTable(cells(report.results))].join('\n');
}

/** The report as RESULTS.md. */
export function asMarkdown(report: Report): string {
  const meanings = new Map(report.results.map(({ figure }) => [family(figure.key), figure.meaning]));
  return [
    '# Benchmark results',
    '',
    'Written by `npm run bench -- --write`; see [README.md](README.md) for what the keys mean. Each value is the median',
    'of rounds in which the things compared took turns, in one run. A row of another day says which.',
    '',
    ...facts(report).map((fact) => `- ${fact}`),
    '',
    markdownTable(cells(report.results)),
    '',
    ...[...meanings].map(([key, meaning]) => `- \`${key}\`: ${meaning}.`),
    '',
  ].join('\n');
}

/** When, where and with what it was measured. */
export function facts({ machine, versions, peers, date, quick }: Report): string[] {
  const { processor, cores, memoryGiB, system, loadBefore } = machine;
  const installed = Object.entries(versions).map(([name, value]) => `${name} ${value}`);
  return [
    `${date}${quick ? ', quick: few repetitions, noisy' : ''}`,
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; load average before: ${loadBefore.join(', ')}`,
    installed.join(', '),
    ...Object.values(peers).map(peerText),
  ];
}

function peerText({ title, version, reason, ...rest }: Peers[string]): string {
  if (version === null) return `${title}: ${reason}`;
  return [`${title} ${version}`, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(
    ', ',
  );
}

// Keys that end in a size mean the same, one line for all.
const family = (key: string) => key.replace(/\.\d[\de]*$/, '');

function details(result: Result): object {
  const { figure, reading } = result;
  const { meaning, better, target } = figure;
  const common = { meaning, better, target: target ?? null };
  if (reading.value === null) return { ...common, met: null, spread: null, behind: null };
  const { spread, behind } = reading;
  return { ...common, met: meets(result) ?? null, spread: spread.map(rounded), behind };
}

const rounded = (value: number) => Number(value.toPrecision(6));

/** One figure on a line, for progress. */
export function line({ figure, reading }: Result): string {
  const value = reading.value === null ? `- (${reading.reason})` : numberText(reading.value);
  return `${figure.key} ${value}`;
}
