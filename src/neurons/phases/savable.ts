import type { z } from 'zod';
import type { TaskOwner } from '../../messages/task.js';

/** How the neurons of a population speak in a phase in continuous time: what has to be kept of it between two instants. */
export interface SavableSpeech<S = unknown> {
  /** Those of it whose tasks may wait in the queue; no two in a presentation have one address. */
  readonly owners: readonly TaskOwner[];
  /** What a state of it has to be: plain data, of its kind, size and range. */
  readonly schema: z.ZodType<S>;
  state(): S;
  /** Of one of the same phase, all of its neurons and synapses put: it goes on, or was over. */
  restore(state: S): void;
}
