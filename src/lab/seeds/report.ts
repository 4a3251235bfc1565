import { existsSync } from 'node:fs';
import { RelaxonError } from '../../errors.js';
import { compared } from '../compare/comparison.js';
import { writePage } from '../compare/page/write.js';
import { holdsRun, readRun } from '../compare/read-run.js';
import type { RunRecord } from '../compare/run-record.js';
import { seedsFiles } from './manifest.js';
import type { SeedRuns } from './seed-run.js';

/**
 * Writes the page of the runs of a folder: their curves over each other, those that did not finish among them. A run that cannot
 * be read is left out: going on with it says what is wrong.
 * @returns where, or undefined where there is no run to show
 */
export function reportSeeds({ directory, rule, runs }: SeedRuns): string | undefined {
  const records = runs.flatMap(({ directory: run }) => recordOf(run));
  if (records.length === 0) return undefined;
  const { report } = seedsFiles(directory);
  const { data } = records[0];
  writePage(report, compared(records), `${rule} on ${data.name}, ${records.length} seeds`);
  return report;
}

function recordOf(directory: string): RunRecord[] {
  if (!existsSync(directory) || !holdsRun(directory)) return [];
  try {
    return [readRun(directory)];
  } catch (error) {
    if (error instanceof RelaxonError) return [];
    throw error;
  }
}
