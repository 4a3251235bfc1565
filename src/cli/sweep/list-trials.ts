import type { CheckedSweep } from '../../lab/sweeps/create.js';
import { valueWords } from '../../lab/sweeps/trials.js';
import { print, table } from '../output.js';

/** Prints what a sweep would try. */
export function listTrials(checked: CheckedSweep, { json }: { readonly json?: boolean }): void {
  const { trials, sweep, metric } = checked;
  const { seeds, search, parameters } = sweep;
  const names = parameters.map(({ name }) => name);
  const value = {
    trials: trials.map(({ index, parameters: values }) => ({ trial: index, parameters: values })),
    seeds,
    rungs: search.rungs,
    metric: `validation/${metric}`,
  };
  print(json, value, () => [
    ...table([
      ['trial', ...names],
      ...trials.map(({ index, parameters: values }) => [
        index,
        ...names.map((name) => (values[name] === undefined ? '-' : valueWords(values[name]))),
      ]),
    ]),
    ...search.rungs.flatMap(({ trials: count, epochs }) =>
      epochs === undefined ? [] : [`${count} trials to ${epochs} epochs`],
    ),
    `${sizeWords(checked)}, chosen by validation ${metric}; nothing is written`,
  ]);
}

/** A sweep in a few words: `sweep of 6 trials with 3 seeds each, 18 runs`. */
export function sizeWords({ trials, sweep }: Pick<CheckedSweep, 'trials' | 'sweep'>): string {
  const { length: seeds } = sweep.seeds;
  const runs = trials.length * seeds;
  return `sweep of ${trials.length} trials with ${seeds} seed${seeds > 1 ? 's' : ''} each, ${runs} runs`;
}
