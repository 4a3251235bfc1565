import type { SweepFolder } from './files.js';
import type { SweepResults } from './results.js';
import type { Moments } from './score.js';

type Cell = string | number | null | undefined;

const scoreKeys = [
  'validation/accuracy',
  'validation/loss',
  'train/accuracy',
  'train/loss',
  'test/accuracy',
  'test/loss',
];

/** Rows as CSV (RFC 4180, but for lines that end as on Unix); what is not there is empty. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row for each trial: its parameters, how many runs came to what, means and deviations. Test scores are those of the best only. */
export function trialsCsv({ manifest }: SweepFolder, { trials, best, testSet }: SweepResults): string {
  const names = Object.keys(manifest.parameters);
  const keys = scoreKeys.filter((key) =>
    [...trials.map((t) => t.scores), best?.test ?? {}].some((s) => key in s),
  );
  const head = ['trial', ...names, 'epochs', 'runs', 'finished', 'diverged', 'rank', 'best'];
  const titles = keys.flatMap((key) => [`${key} mean`, `${key} sd`]);
  const rows = trials.map(({ trial, parameters, epochs, runs, finished, diverged, rank, scores }) => {
    const chosen = best?.trial === trial;
    const all: Readonly<Record<string, Moments>> = { ...scores, ...(chosen && best.test) };
    const cells = keys.flatMap((key) => [all[key]?.mean, all[key]?.sd]);
    return [
      trial,
      ...names.map((name) => parameterCell(parameters[name])),
      epochs,
      runs,
      finished,
      diverged,
      rank,
      chosen ? 'yes' : 'no',
      ...cells,
    ];
  });
  const note = rows.map((_, i) => (best?.trial === trials[i].trial ? testSet : 'not looked at'));
  return csv([[...head, ...titles, 'test set'], ...rows.map((row, i) => [...row, note[i]])]);
}

/** A row for each run: trial, seed and what it came to, on the samples that it learnt from and those that it was judged by. */
export function runsCsv({ manifest }: SweepFolder, { runs }: SweepResults): string {
  const names = Object.keys(manifest.parameters);
  const keys = scoreKeys.filter((key) => runs.some(({ scores }) => key in scores));
  const rows = runs.map(({ trial, seed, state, epochs, scores }) => {
    const { parameters } = manifest.trials[trial];
    return [
      trial,
      ...names.map((name) => parameterCell(parameters[name])),
      seed,
      state,
      epochs,
      ...keys.map((key) => scores[key]),
    ];
  });
  return csv([['trial', ...names, 'seed', 'state', 'epochs', ...keys], ...rows]);
}

const parameterCell = (value: unknown): Cell =>
  value === undefined || typeof value === 'string' || typeof value === 'number'
    ? value
    : JSON.stringify(value);
