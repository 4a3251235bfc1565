import { z } from 'zod';
import type { Initialiser } from '../initialiser.js';

const schema = z
  .strictObject({
    type: z.literal('uniform'),
    low: z.number('a number').default(-0.05),
    high: z.number('a number').default(0.05),
  })
  .refine(({ low, high }) => low <= high, 'a low not above high');

/** Uniform in [low, high). */
export const uniform: Initialiser = {
  schema,
  sampler: (options, _, stream) => {
    const { low, high } = options as z.infer<typeof schema>;
    return () => low + (high - low) * stream.uniform();
  },
};
