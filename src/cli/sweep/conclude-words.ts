import { fail } from '../../errors.js';
import type { Failure } from '../../lab/sweeps/conduct.js';
import { type SweepFolder, sweepFiles } from '../../lab/sweeps/files.js';
import type { SweepResults } from '../../lab/sweeps/results.js';
import { momentsWords, summaryWords } from '../../lab/sweeps/summary-words.js';
import { valueWords } from '../../lab/sweeps/trials.js';
import { resumeSweep } from '../../lab/sweeps/words.js';
import { print, say, table } from '../output.js';
import type { ResumeOptions } from './options.js';

/** Trials that are printed; all are in the files. */
const most = 20;

/**
 * Tells what came of a sweep.
 * @throws {RelaxonError} when some runs have no result, or none can be chosen
 */
export function concludeWords(
  { directory, manifest }: SweepFolder,
  results: SweepResults,
  failures: readonly Failure[],
  { json }: ResumeOptions,
): void {
  const files = sweepFiles(directory);
  print(json, { directory, ...results }, () => [
    ...trialTable(manifest.parameters, manifest.metric, results),
    summaryWords(results),
    `tables ${files.table}, ${files.runs}; report ${files.report}`,
  ]);
  for (const { slot, reason } of failures)
    say(`trial ${slot.run.trial} seed ${slot.run.seed} has no result: ${reason}`);
  if (failures.length > 0) {
    const expected = 'a result of each';
    fail({
      where: directory,
      got: `${failures.length} runs without a result`,
      expected,
      hint: resumeSweep(directory),
    });
  }
  if (!results.best)
    fail({ where: directory, got: 'no trial all of whose runs converge', expected: 'at least one' });
}

/** The trials, the best first. */
export function trialTable(
  parameters: Readonly<Record<string, unknown>>,
  metric: string,
  { trials, best }: Pick<SweepResults, 'trials' | 'best'>,
): string[] {
  const names = Object.keys(parameters);
  const sorted = [...trials].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.trial - b.trial);
  const key = `validation/${metric}`;
  const rows = sorted
    .slice(0, most)
    .map(({ trial, parameters: values, rank, epochs, finished, diverged, scores }) => [
      rank ?? '-',
      trial,
      ...names.map((name) => (values[name] === undefined ? '-' : valueWords(values[name]))),
      epochs,
      finished,
      diverged,
      scores[key] ? momentsWords(scores[key]) : '-',
      trial === best?.trial && best.test ? momentsWords(best.test[`test/${metric}`]) : '-',
    ]);
  const head = [
    'rank',
    'trial',
    ...names,
    'epochs',
    'finished',
    'diverged',
    `validation ${metric}`,
    `test ${metric}`,
  ];
  const more = trials.length > most ? [`... and ${trials.length - most} more`] : [];
  return [...table([head, ...rows]), ...more];
}
