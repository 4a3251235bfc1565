import { refuse } from '../../../errors.js';
import { isActive, type Values } from '../conditions.js';
import type { Parameter } from '../parameter.js';
import { defineStrategy, once } from '../strategy.js';

/** More trials are more than anyone means. */
const most = 100_000;

/** Every value with every other, the last parameter changing fastest; those that depend on others, only where they are there. */
export const grid = defineStrategy({
  name: 'grid',
  shape: {},
  search(where, _, parameters) {
    let trials: Values[] = [{}];
    for (const parameter of parameters) {
      const values = pointsOf(where, parameter);
      const there = trials.filter((trial) => isActive(parameter, trial)).length;
      refuseMany(where, trials.length + there * (values.length - 1));
      trials = trials.flatMap((trial) =>
        isActive(parameter, trial) ? values.map((value) => ({ ...trial, [parameter.name]: value })) : [trial],
      );
    }
    return once(trials);
  },
});

function refuseMany(where: string, trials: number): void {
  if (trials <= most) return;
  const got = `${trials} trials or more`;
  refuse({ where, got, expected: `at most ${most}`, hint: '"random" or fewer values' });
}

/** The values of a parameter that a grid takes. @throws {InputError} where it is not said how many */
export function pointsOf(where: string, { name, range, points }: Parameter): readonly unknown[] {
  const values = range.points(points);
  if (values) return values;
  const expected = 'how many values of it to try, as all strategies that do not draw have to know';
  return refuse({ where, got: `${name} without points`, expected, hint: '"points": 5 beside its scale' });
}
