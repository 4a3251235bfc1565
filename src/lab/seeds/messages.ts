import { z } from 'zod';

const fromRun = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('progress'),
    /** Samples that the run has seen. */
    samples: z.number(),
    /** What stands beside it, such as `{ epoch: '3/10' }`. */
    fields: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.strictObject({ kind: z.literal('note'), line: z.string() }),
]);
const toRun = z.strictObject({ kind: z.literal('stop') });

/** What a run in a process of its own tells the process that started it. */
export type FromRun = z.infer<typeof fromRun>;

/** What it is told: to save and stop. */
export type ToRun = z.infer<typeof toRun>;

/** A message as one of a run's, or undefined if it is none: loaders and debuggers may speak, too. */
export const readFromRun = (message: unknown): FromRun | undefined => fromRun.safeParse(message).data;

/** A message as one to a run, or undefined if it is none. */
export const readToRun = (message: unknown): ToRun | undefined => toRun.safeParse(message).data;
