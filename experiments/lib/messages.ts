import { z } from 'zod';
import { recordSchema } from './record.js';

const toWorker = z.object({ configuration: z.record(z.string(), z.unknown()) });

const fromWorker = z.discriminatedUnion('kind', [
  /** So many epochs are done of the present training; not always a whole number. */
  z.object({ kind: z.literal('progress'), epochs: z.number() }),
  z.object({ kind: z.literal('done'), record: recordSchema }),
  z.object({ kind: z.literal('failed'), error: z.string() }),
]);

/** A training to be done. */
export type ToWorker = z.infer<typeof toWorker>;

/** What a worker says. */
export type FromWorker = z.infer<typeof fromWorker>;

/** A message as one to a worker, or undefined: loaders and debuggers may speak, too. */
export const readToWorker = (message: unknown): ToWorker | undefined => toWorker.safeParse(message).data;

/** A message as one of a worker's, or undefined. */
export const readFromWorker = (message: unknown): FromWorker | undefined =>
  fromWorker.safeParse(message).data;
