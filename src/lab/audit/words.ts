import { fail } from '../../errors.js';
import type { JudgedAudit } from './audit.js';
import type { NamedAudit } from './catalogue.js';
import { highest, type Level, levels, type Need, type Reading } from './levels.js';

type Cells = readonly (string | number)[];

/** What was read, a row each; updates in the order in which they were first made. */
export function readingRows({ readings }: Pick<JudgedAudit, 'readings'>): Cells[] {
  const updates = [...new Set(readings.map(({ update }) => update))];
  const rows = updates.flatMap((update) => readings.filter((reading) => reading.update === update));
  return [
    ['update', 'reads', 'from', 'level', 'of nodes', 'kept'],
    ...rows.map((row) => [
      row.update,
      row.reads,
      row.from,
      `L${row.level}`,
      row.where.join(' '),
      row.kept ? keptWords(row) : '',
    ]),
  ];
}

const judgements = { true: 'as seen', false: 'OTHERWISE', null: 'derived, not watched' } as const;

/** A row per audit: what each level is made of. */
export function auditRows(audits: readonly NamedAudit[]): Cells[] {
  return [
    ['rule', 'level', 'L1: kept', 'L2: signals', 'L3', 'L4', 'declared'],
    ...audits.map((audit) => [
      audit.name,
      audit.refused ? '-' : `L${audit.level}`,
      unique(atLevel(audit, 1), (row) => (row.kept ? `${row.reads} (${keptWords(row)})` : row.reads)),
      unique(atLevel(audit, 2), ({ reads }) => reads.replace('signal ', '')),
      unique(atLevel(audit, 3), place),
      unique(atLevel(audit, 4), place),
      audit.refused ? 'refused' : judgements[String(audit.asDeclared) as keyof typeof judgements],
    ]),
  ];
}

/** What breaks locality and where, one line each; the furthest from local first. */
export function breakingLines({ readings }: Pick<JudgedAudit, 'readings'>): string[] {
  const breaking = readings.filter(({ level }) => level >= 3).sort((a, b) => b.level - a.level);
  if (breaking.length === 0) return [`nothing beyond L${highest(readings)}`];
  return breaking.map((row) => `L${row.level}: ${row.update}${places(row)} reads ${row.reads}, ${row.from}`);
}

/** In what a rule is not what it says of itself; nothing, if in nothing. */
export function differenceLines({ findings, undeclared, unseen }: JudgedAudit): string[] {
  const line = (what: string) => (need: Need) =>
    `${what}: ${need.update} reads ${need.reads}, L${need.level}`;
  return [
    ...findings.slice(0, 8).map((finding) => `caught: ${finding}`),
    ...(findings.length > 8 ? [`caught: ${findings.length - 8} more`] : []),
    ...undeclared.map(line('read and not declared')),
    ...unseen.map(line('declared and not read here')),
  ];
}

/** Whether whole layers were watched, too, and if not, why; nothing, where nothing was run. */
export function layersLines({ layers }: Pick<JudgedAudit, 'layers'>): string[] {
  if (!layers) return [];
  return [
    `whole layers: ${layers.watched ? 'held to the synapses one by one' : `not watched: ${layers.reason}`}`,
  ];
}

/** Stops where a rule is not what it says of itself. @throws {RelaxonError} naming the first rule, and in what */
export function requireAsDeclared(audits: readonly (JudgedAudit & { readonly name: string })[]): void {
  const other = audits.find(({ asDeclared }) => asDeclared === false);
  if (!other) return;
  fail({
    where: `audit.${other.name}`,
    got: differenceLines(other)[0],
    expected: 'what the rule declares',
    hint: 'its needs (src/sim/rules), if it is honest',
  });
}

/** What the levels mean. */
export const legendLines = (): string[] =>
  Object.entries(levels).map(([level, text]) => `L${level}  ${text}`);

const atLevel = ({ readings }: JudgedAudit, level: Level) => readings.filter((row) => row.level === level);
const place = ({ update, reads }: Reading) => `${update}: ${reads}`;
const keptWords = ({ kept }: Reading) => `${kept!.each} per ${kept!.per}, ${kept!.numbers} in all`;
const places = ({ where }: Reading) => (where.length === 0 ? '' : ` of ${where.join(', ')}`);

// Of rows that say the same of several updates the one with most numbers counts.
function unique(rows: readonly Reading[], words: (row: Reading) => string): string {
  const byWhat = new Map<string, Reading>();
  for (const row of rows) {
    const key = row.level >= 3 ? place(row) : row.reads;
    const known = byWhat.get(key);
    if (!known || (row.kept?.numbers ?? 0) > (known.kept?.numbers ?? 0)) byWhat.set(key, row);
  }
  return [...byWhat.values()].map(words).join('; ') || '-';
}
