import { refuse } from '../../../errors.js';

/** When to look, in tau since the stimulus of each presentation: every so often from 0 on, or at some times. */
export type Times = { readonly every: number } | { readonly at: readonly number[] };

/** The `k`th time to look; Infinity after the last. */
export const timeOf = (times: Times, k: number): number =>
  'every' in times ? k * times.every : (times.at[k] ?? Infinity);

/** @throws {InputError} on an interval that is not above 0, or times that do not rise from 0 on */
export function checkTimes(times: Times, where = 'times'): void {
  if ('every' in times) {
    const { every } = times;
    if (every > 0 && every < Infinity) return;
    refuse({ where: `${where}.every`, got: String(every), expected: 'a finite time above 0 tau' });
  }
  const wrong = times.at.findIndex(
    (time, k) => !(time >= 0 && time < Infinity && !(time <= times.at[k - 1])),
  );
  if (wrong < 0) return;
  const got = `${times.at[wrong]}`;
  refuse({ where: `${where}.at[${wrong}]`, got, expected: 'finite times of at least 0 tau that rise' });
}
