import { z } from 'zod';
import { refuse } from '../../../errors.js';
import { show } from '../../../schema.js';
import { defineScale } from '../scale.js';

/** One of some values, each as likely. */
export const choice = defineScale({
  name: 'choice',
  shape: { values: z.array(z.unknown(), 'a list of values').min(1, 'at least one value') },
  range(where, { values }) {
    const texts = values.map((value) => JSON.stringify(value));
    const twice = texts.findIndex((text, i) => texts.indexOf(text) < i);
    if (twice >= 0)
      refuse({
        where: `${where}.values.${twice}`,
        got: `${show(values[twice])} again`,
        expected: 'each once',
      });
    return {
      at: (place) => values[Math.min(values.length - 1, Math.floor(place * values.length))],
      points: () => values,
      size: values.length,
      axis: 'names',
    };
  },
});
