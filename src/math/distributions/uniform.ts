import type { Distribution } from '../distribution.js';

/** Uniform in [from, to): mean (from + to) / 2, variance (to - from)^2 / 12. */
export const uniform: Distribution = {
  parameters: ['from', 'to'],
  wrong: ({ from, to }) => {
    if (!(from >= 0 && from < Infinity)) {
      return { parameter: 'from', expected: 'a finite number of at least 0' };
    }
    if (!(to >= from && to < Infinity)) {
      return { parameter: 'to', expected: `a finite number of at least ${from}` };
    }
    return undefined;
  },
  draw: (stream, { from, to }) => from + (to - from) * stream.uniform(),
};
