import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import type { Child } from '../children/child.js';
import type { Together } from '../children/together.js';
import { startWorker } from '../children/worker.js';

const infoSchema = z.object({
  images: z.string(),
  arMultiplications: z.number(),
  bpMultiplications: z.number(),
});

/** What the worker says about its minibatch. */
export type MinibatchInfo = z.infer<typeof infoSchema>;

/** Starts a process that does minibatches of the paper's network, or of one with so many hidden layers of 100, on a backend. */
export async function minibatchWorker(
  children: Together,
  backend: BackendName,
  hidden?: number,
): Promise<{ child: Child; info: MinibatchInfo }> {
  const args = hidden === undefined ? [backend] : [backend, hidden];
  const { child, info } = await children.with(startWorker('batched/minibatch-worker.ts', { args }));
  return { child, info: infoSchema.parse(info) };
}
