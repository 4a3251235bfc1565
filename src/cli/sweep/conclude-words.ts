import { fail } from '../../errors.js';
import type { Failure } from '../../lab/sweeps/conduct.js';
import { type Manifest, type SweepFolder, sweepFiles } from '../../lab/sweeps/files.js';
import type { SweepResults } from '../../lab/sweeps/results.js';
import { summaryWords } from '../../lab/sweeps/summary-words.js';
import { trialRows } from '../../lab/sweeps/trial-rows.js';
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
    ...trialTable(manifest, results),
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
  manifest: Pick<Manifest, 'parameters' | 'metric'>,
  results: Pick<SweepResults, 'trials' | 'best'>,
): string[] {
  const { columns, rows, left } = trialRows(manifest, results, most);
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '-' : String(cell))));
  return [...table([[...columns], ...cells]), ...(left > 0 ? [`... and ${left} more`] : [])];
}
