import type { GroupResult } from './comparison.js';
import type { Group, Grouping } from './groups.js';
import type { Metric } from './metrics.js';
import { isFinished, type RunRecord } from './run-record.js';
import { shown } from './settings.js';

/** Runs that are told of one by one, at most. */
const most = 10;

/** What is to be known of the figures of a comparison, a line each. */
export function notesOn(
  { groups, within }: Grouping,
  results: readonly GroupResult[],
  metric: Metric,
): string[] {
  const runs = groups.flatMap((group) => group.runs);
  return [
    ...unfinishedNotes(groups),
    ...dataNotes(groups),
    ...sizeNotes(groups),
    ...withinNotes(groups, within),
    ...repeatedNotes(groups),
    ...pairNotes(results),
    ...missingNotes(runs, metric),
  ];
}

function unfinishedNotes(groups: readonly Group[]): string[] {
  const all = groups.flatMap(({ letter, runs }) => runs.map((run) => [letter, run] as const));
  const odd = all.filter(([, run]) => !isFinished(run));
  if (odd.length === 0) return [];
  const lines = odd
    .slice(0, most)
    .map(([letter, run]) => `  ${letter}, seed ${run.seed}: ${howFar(run)} (${run.name})`);
  const more = odd.length > most ? [`  and ${odd.length - most} more`] : [];
  const head = `${odd.length} of ${all.length} runs did not finish, and are in no mean:`;
  return [head, ...lines, ...more];
}

function howFar({ state, step, epochs, reason, unit }: RunRecord): string {
  if (state === 'not begun') return 'not begun';
  const words = state === 'running' ? 'running, or killed' : state;
  const place = unit === 'image' ? `after ${step} images` : `at step ${step}, after ${epochs} epochs`;
  const why = reason && state !== 'running' ? `: ${reason.slice(0, 160)}` : '';
  return `${words} ${place}${why}`;
}

function dataNotes(groups: readonly Group[]): string[] {
  const sets = new Map<string, Group[]>();
  for (const group of groups)
    sets.set(group.data.checksum, [...(sets.get(group.data.checksum) ?? []), group]);
  if (sets.size < 2) return [];
  const parts = [...sets].map(
    ([checksum, own]) => `${lettersOf(own)} on ${own[0].data.name} (sha256 ${checksum.slice(0, 12)})`,
  );
  return [`different data: ${parts.join('; ')}. Differences are taken within a data set only.`];
}

function sizeNotes(groups: readonly Group[]): string[] {
  const sizes = new Map<string, Set<string>>();
  for (const { letter, runs } of groups) {
    for (const run of runs.filter(isFinished)) {
      const limit = run.settings.limitTestSamples;
      const size = run.testSamples ?? (typeof limit === 'number' ? limit : 'all');
      sizes.set(String(size), (sizes.get(String(size)) ?? new Set()).add(letter));
    }
  }
  const known = [...sizes];
  if (known.length < 2) return [];
  const parts = known.map(([size, letters]) => `${[...letters].join(', ')} on ${size}`);
  return [`different numbers of test samples: ${parts.join('; ')}.`];
}

function withinNotes(groups: readonly Group[], within: readonly string[]): string[] {
  return within.map((name) => {
    const values = new Set(groups.flatMap(({ runs }) => runs.map(({ settings }) => shown(settings[name]))));
    const some = [...values].slice(0, 8).join(', ');
    return `groups hold runs of different ${name} (${some}): deviations and intervals are not over seeds alone.`;
  });
}

function repeatedNotes(groups: readonly Group[]): string[] {
  return groups
    .filter(({ repeated }) => repeated.length > 0)
    .map(({ letter, repeated }) => {
      const seeds = [...new Set(repeated.map(({ seed }) => seed))].join(', ');
      return `${letter} has seed ${seeds} more than once: the first run counts, ${repeated[0].name} does not.`;
    });
}

function pairNotes(results: readonly GroupResult[]): string[] {
  return results.flatMap(({ group: { letter }, contrast, unpaired, n }) => {
    if (unpaired !== undefined && n > 0)
      return [`${letter} and ${unpaired} have no seed in common: no paired difference.`];
    if (!contrast) return [];
    const { n: pairs, against, sd } = contrast;
    if (pairs < 2)
      return [
        `${letter} and ${against} have one seed in common: no interval and no test with fewer than 2 pairs.`,
      ];
    if (sd === 0)
      return [
        `${letter} and ${against} differ by the same in every pair: their interval has no width, and there is no test.`,
      ];
    return [];
  });
}

function missingNotes(runs: readonly RunRecord[], { key, title }: Metric): string[] {
  const without = runs.filter((run) => isFinished(run) && !(key in run.results)).length;
  return without > 0 ? [`${without} runs have no ${title}, and are in no mean.`] : [];
}

const lettersOf = (groups: readonly Group[]): string => groups.map(({ letter }) => letter).join(', ');
