import { z } from 'zod';
import type { Initialiser } from '../initialiser.js';

const schema = z.strictObject({
  type: z.literal('normal'),
  mean: z.number('a number').default(0),
  sd: z.number('a number of at least 0').min(0, 'a number of at least 0').default(0.05),
});

/** N(mean, sd^2); the default sd 0.05 is that of arXiv 2009.05359. */
export const normal: Initialiser = {
  schema,
  sampler: (options, _, stream) => {
    const { mean, sd } = options as z.infer<typeof schema>;
    return () => mean + sd * stream.normal();
  },
};
