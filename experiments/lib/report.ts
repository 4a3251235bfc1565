import { networkLine } from '../../src/lab/runs/tables.js';
import type { Check, Effort, Experiment, Findings } from './experiment.js';
import { duration, markdownTable } from './markdown.js';
import type { Provenance } from './provenance.js';

/** The checks that can be judged after such an effort. */
export function judged(checks: readonly Check[], effort: Effort): readonly Check[] {
  return checks.filter(({ quick = false }) => effort === 'full' || quick);
}

/** The report of an experiment, in Markdown. */
export function reportOf(
  experiment: Experiment,
  effort: Effort,
  { checks, tables, figures, remarks = [] }: Findings,
  provenance: Provenance,
): string {
  const { name, question, claim, expectation, settings } = experiment;
  const parts = [
    `# ${name}`,
    ...(effort === 'quick' ? ['A quick run: it shows that the experiment runs, not what comes out.'] : []),
    `**Question.** ${question}`,
    `**Claim.** ${claim}`,
    `**Expected.** ${expectation}`,
    '## Verdict',
    verdict(judged(checks, effort)),
    markdownTable([
      ['what', 'measured', 'expected', 'holds'],
      ...checks.map((check) => [check.what, check.measured, check.expected, holds(check, effort)]),
    ]),
    '## Results',
    ...tables.flatMap(({ title, rows }) => [`${title}:`, markdownTable(rows)]),
    ...remarks,
    ...figures.map(({ name: file, caption }) => `![${caption}](${file}.svg)`),
    '## Settings',
    markdownTable([['setting', 'value'], ...Object.entries(settings[effort]).map(setting)]),
    '## Machine',
    markdownTable([['', ''], ...provenanceRows(provenance)]),
    `Again: \`npm run experiment -- ${name}${effort === 'quick' ? ' --quick' : ''}\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

function verdict(checks: readonly Check[]): string {
  const failed = checks.filter(({ holds }) => !holds);
  if (checks.length === 0) return 'Nothing to judge.';
  if (failed.length === 0) return `As expected: ${checks.length} of ${checks.length} checks hold.`;
  return `**Not as expected**: ${checks.length - failed.length} of ${checks.length} checks hold.`;
}

function holds(check: Check, effort: Effort): string {
  if (judged([check], effort).length === 0) return 'not judged';
  return check.holds ? 'yes' : '**no**';
}

function setting([name, value]: [string, unknown]): string[] {
  if (Array.isArray(value)) return [name, value.map(text).join(', ')];
  return [name, text(value)];
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : isNetwork(value) ? wordsOf(value) : JSON.stringify(value, inWords);

// Networks in a few words, wherever they stand: `784-300-10 tanh`; all else is in data.json.
const inWords = (_: string, inner: unknown) => (isNetwork(inner) ? wordsOf(inner) : inner);

function isNetwork(value: unknown): value is { layers: { activation?: string }[] } {
  return typeof value === 'object' && value !== null && 'layers' in value;
}

const wordsOf = (network: { layers: { activation?: string }[] }) =>
  `${networkLine(network)} ${network.layers[0]?.activation ?? 'linear'}`;

function provenanceRows({ versions, ...made }: Provenance): string[][] {
  return [
    ['date', made.date],
    ['this run', duration(made.seconds)],
    ['all trainings, one after the other', duration(made.trainingSeconds)],
    ['processor', `${made.processor}, ${made.cores} cores`],
    ['system', made.system],
    ['versions', `relaxon ${versions.relaxon}, node ${versions.node}, backend ${versions.backend}`],
  ];
}
