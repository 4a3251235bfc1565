import type { CheckedSweep } from '../../lab/sweeps/create.js';
import { valueWords } from '../../lab/sweeps/trials.js';
import { print, table } from '../output.js';
import { sizeWords } from './begin.js';

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
