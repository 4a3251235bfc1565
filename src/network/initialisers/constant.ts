import { z } from 'zod';
import type { Initialiser } from '../initialiser.js';

/** All the same number. */
export const constant: Initialiser = {
  schema: z.strictObject({ type: z.literal('constant'), value: z.number('a finite number') }),
  sampler:
    ({ value }) =>
    () =>
      value as number,
};
