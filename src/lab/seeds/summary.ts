import { existsSync, rmSync } from 'node:fs';
import { RelaxonError, refuse } from '../../errors.js';
import type { MetricRow } from '../report/index.js';
import { epochRows } from '../runs/epoch-rows.js';
import { readEvaluation } from '../runs/evaluation-file.js';
import { runFiles } from '../runs/files.js';
import { writeJson } from '../runs/first-files.js';
import { seedsFiles } from './manifest.js';
import type { SeedRun, SeedRuns } from './seed-run.js';

/** What runs are judged by; by accuracy only where targets are classes. */
export interface Scores {
  readonly accuracy?: number;
  readonly testLoss: number;
  readonly trainLoss: number;
  /** Of runs that keep samples back for validation. */
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
  /** Of the weights of the best epoch by validation, and of their average, on the test samples; the loss where targets are numbers. */
  readonly bestAccuracy?: number;
  readonly bestTestLoss?: number;
  readonly averageAccuracy?: number;
  readonly averageTestLoss?: number;
}

const scoreNames = [
  ...(['accuracy', 'testLoss', 'trainLoss', 'validationAccuracy', 'validationLoss'] as const),
  ...(['bestAccuracy', 'bestTestLoss', 'averageAccuracy', 'averageTestLoss'] as const),
] as const satisfies (keyof Scores)[];

/** A run that finished, with its scores after the last epoch. */
export interface SeedScores extends Scores {
  readonly seed: number;
  readonly directory: string;
  readonly epochs: number;
}

/** A run that did not finish, and why. */
export interface SeedFailure {
  readonly seed: number;
  readonly directory: string;
  readonly error: string;
}

/** What came of runs that differ in their seed only. */
export interface Summary {
  readonly directory: string;
  readonly rule: string;
  readonly seeds: readonly (SeedScores | SeedFailure)[];
  /** Over the runs that finished; null if none did. */
  readonly mean: Scores | null;
  /** Sample standard deviation (n - 1) over the runs that finished; null if there are not two. */
  readonly sd: Scores | null;
}

/** Reads what came of the runs, and writes it into their folder. @param failures why runs failed, by seed */
export function summarise(
  { directory, rule, runs }: SeedRuns,
  failures: ReadonlyMap<number, string>,
): Summary {
  const seeds = runs.map((run) => outcomeOf(run, failures.get(run.seed)));
  const finished = seeds.filter((outcome) => 'testLoss' in outcome);
  const summary = { directory, rule, seeds, ...statistics(finished) };
  writeJson(seedsFiles(directory).summary, summary);
  return summary;
}

/** Removes summary and page of a folder whose runs go on: they will not be true any more. */
export function removeSummary(directory: string): void {
  const { summary, report } = seedsFiles(directory);
  for (const path of [summary, report]) rmSync(path, { force: true });
}

/** Mean and sample standard deviation of each score. */
export function statistics(finished: readonly Scores[]): Pick<Summary, 'mean' | 'sd'> {
  const n = finished.length;
  const names = scoreNames.filter((name) => finished.every((scores) => scores[name] !== undefined));
  const each = (value: (name: keyof Scores) => number) =>
    Object.fromEntries(names.map((name) => [name, value(name)])) as unknown as Scores;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  if (n === 0) return { mean: null, sd: null };
  const mean = each((name) => sum(finished.map((scores) => scores[name]!)) / n);
  if (n === 1) return { mean, sd: null };
  const deviation = (name: keyof Scores) =>
    Math.sqrt(sum(finished.map((scores) => (scores[name]! - mean[name]!) ** 2)) / (n - 1));
  return { mean, sd: each(deviation) };
}

function outcomeOf({ seed, directory }: SeedRun, failure: string | undefined): SeedScores | SeedFailure {
  if (failure !== undefined) return { seed, directory, error: failure };
  try {
    return { seed, directory, ...lastScores(directory) };
  } catch (error) {
    // A finished run whose metrics were lost.
    if (error instanceof RelaxonError) return { seed, directory, error: error.message };
    throw error;
  }
}

function lastScores(directory: string): Scores & { readonly epochs: number } {
  const { metrics } = runFiles(directory);
  const last = epochRows(metrics).at(-1);
  if (!last) return refuse({ where: metrics, got: 'no epoch', expected: 'the metrics of a finished run' });
  const trained = { epochs: Number(last.epoch), trainLoss: Number(last['train/loss']) };
  if ('validation/loss' in last) return { ...trained, ...validatedScores(directory, last) };
  return {
    ...{ ...trained, ...keptScores(directory) },
    ...('test/accuracy' in last && { accuracy: Number(last['test/accuracy']) }),
    testLoss: Number(last['test/loss']),
  };
}

// Of weights that were kept beside the last; a run of old may have no evaluation.
function keptScores(directory: string): Partial<Scores> {
  if (!existsSync(runFiles(directory).evaluation)) return {};
  const { best, average } = readEvaluation(directory);
  const of = (
    name: 'best' | 'average',
    { accuracy, loss }: { accuracy?: number | undefined; loss: number },
  ) => (accuracy === undefined ? { [`${name}TestLoss`]: loss } : { [`${name}Accuracy`]: accuracy });
  return { ...(best && of('best', best)), ...(average && of('average', average)) };
}

// Metrics have what it was judged by on the way; the test samples were looked at once, at the end.
function validatedScores(directory: string, last: MetricRow): Omit<Scores, 'trainLoss'> {
  const { accuracy, loss } = readEvaluation(directory);
  return {
    ...keptScores(directory),
    ...(accuracy !== undefined && { accuracy, validationAccuracy: Number(last['validation/accuracy']) }),
    testLoss: loss,
    validationLoss: Number(last['validation/loss']),
  };
}
