import { refuse } from '../../../errors.js';
import { multiple, stepsIn } from '../../../math/time.js';

/** When to look, in tau since the stimulus of each presentation: every so often from 0 on, or at some times. */
export type Times = { readonly every: number } | { readonly at: readonly number[] };

/** The `k`th time to look; Infinity after the last. */
export const timeOf = (times: Times, k: number): number =>
  'every' in times ? multiple(k, times.every) : (times.at[k] ?? Infinity);

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

/** @throws {InputError} on an interval that is no whole number of steps: between two steps nothing is to be seen */
export function checkSteps(times: Times, stepSize: number, where = 'times.every'): void {
  if (!('every' in times)) return;
  const steps = stepsIn(times.every, stepSize);
  if (Number.isInteger(steps)) return;
  const near = [Math.floor(steps), Math.ceil(steps)].filter((count) => count > 0);
  refuse({
    where,
    got: `${times.every} with steps of ${stepSize}`,
    expected: 'a whole number of steps',
    hint: near.map((count) => multiple(count, stepSize)).join(' or '),
  });
}
