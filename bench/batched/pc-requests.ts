import { z } from 'zod';

/** Of the energy's mean over the minibatch. */
export const pcLearningRate = 0.064;

/** What `pc-worker.ts` is asked for besides time: a problem, or an epoch of at most so many samples, 0 for all. */
export const pcRequestSchema = z.union([
  z.object({ problem: z.literal(true) }),
  z.object({ epoch: z.int().nonnegative() }),
]);

/** What it says to the latter. */
export const epochSchema = z.object({ accuracy: z.number(), seconds: z.number(), samples: z.number() });
