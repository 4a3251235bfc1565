import { refuse } from '../../../errors.js';
import { defineStrategy, once } from '../strategy.js';
import { pointsOf } from './grid.js';

/** The first values of all parameters together, then the second ones, and so on: lists of the same length. */
export const zip = defineStrategy({
  name: 'zip',
  shape: {},
  search(where, _, parameters) {
    const lists = parameters.map((parameter) => ({ parameter, values: pointsOf(where, parameter) }));
    const [first] = lists;
    for (const { parameter, values } of lists) {
      if (Object.keys(parameter.when).length > 0) {
        refuse({
          where,
          got: `a condition of ${parameter.name}`,
          expected: 'none: zip takes all parameters together',
          hint: '"grid"',
        });
      }
      if (values.length === first.values.length) continue;
      const got = `${values.length} values of ${parameter.name} beside ${first.values.length} of ${first.parameter.name}`;
      refuse({ where, got, expected: 'as many of each', hint: '"grid" for every value with every other' });
    }
    const trial = (i: number) =>
      Object.fromEntries(lists.map(({ parameter, values }) => [parameter.name, values[i]]));
    return once(Array.from({ length: first.values.length }, (__, i) => trial(i)));
  },
});
