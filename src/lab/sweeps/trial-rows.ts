import type { Manifest } from './files.js';
import type { SweepResults } from './results.js';
import { momentsWords } from './summary-words.js';
import { valueWords } from './trials.js';

/** A table of trials as people read it; null where there is nothing. */
export interface TrialRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Trials that are not in it. */
  readonly left: number;
}

/** The trials, the best first. Test scores are those of the best only. @param most so many of them */
export function trialRows(
  { parameters, metric }: Pick<Manifest, 'parameters' | 'metric'>,
  { trials, best }: Pick<SweepResults, 'trials' | 'best'>,
  most: number,
): TrialRows {
  const names = Object.keys(parameters);
  const sorted = [...trials].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.trial - b.trial);
  const key = `validation/${metric}`;
  const rows = sorted
    .slice(0, most)
    .map(({ trial, parameters: values, rank, epochs, finished, diverged, scores }) => [
      rank,
      trial,
      ...names.map((name) => (values[name] === undefined ? null : valueWords(values[name]))),
      epochs,
      finished,
      diverged,
      scores[key] ? momentsWords(scores[key]) : null,
      trial === best?.trial && best.test ? momentsWords(best.test[`test/${metric}`]) : null,
    ]);
  const counts = ['epochs', 'finished', 'diverged'];
  const columns = ['rank', 'trial', ...names, ...counts, `validation ${metric}`, `test ${metric}`];
  return { columns, rows, left: trials.length - rows.length };
}
