import { writeFileAtomic } from '../files.js';
import { writeJson } from '../runs/first-files.js';
import { type TestOptions, testBest } from './best.js';
import { type SweepFolder, sweepFiles } from './files.js';
import { resultsOf, type SweepResults } from './results.js';
import { runsCsv, trialsCsv } from './tables.js';

/**
 * Tries the best on the test samples, once all runs have results, and writes tables and page; of a sweep that is not complete,
 * what there is.
 * @throws {Interrupted} after the signal; {InputError} where nothing can be written
 */
export async function concludeSweep(folder: SweepFolder, options: TestOptions): Promise<SweepResults> {
  await testBest(folder, options);
  const results = resultsOf(folder);
  const files = sweepFiles(folder.directory);
  writeJson(files.results, results);
  writeFileAtomic(files.table, trialsCsv(folder, results));
  writeFileAtomic(files.runs, runsCsv(folder, results));
  // The libraries that draw are loaded when there is something to draw.
  const { sweepPage } = await import('./page.js');
  writeFileAtomic(files.report, sweepPage(folder, results));
  return results;
}
