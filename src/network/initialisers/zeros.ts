import { z } from 'zod';
import type { Initialiser } from '../initialiser.js';

/** All zero. */
export const zeros: Initialiser = {
  schema: z.strictObject({ type: z.literal('zeros') }),
  sampler: () => () => 0,
};
