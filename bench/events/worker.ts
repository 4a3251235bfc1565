import { z } from 'zod';
import type { GrainName } from '../../src/synapses/grains.js';
import { grains } from '../../src/synapses/grains.js';
import type { Contestant } from '../alternate.js';
import type { Child } from '../children/child.js';
import type { Together } from '../children/together.js';
import { startWorker } from '../children/worker.js';

/** The grains, from the finest. */
export const grainNames = Object.keys(grains) as GrainName[];

const infoSchema = z.object({ samples: z.string(), synapses: z.number(), messages: z.number() });

/** What a worker says about its relaxation. */
export type RelaxationInfo = z.infer<typeof infoSchema>;

/** What shall relax, and how. */
export interface RelaxationWork {
  /** A grain of the event engine, or the same in bare loops. */
  readonly who: GrainName | 'bare';
  readonly how: 'sampled' | 'trajectory';
  readonly steps: number;
}

/** Starts a process of its own that relaxes one sample of the paper's network after another. */
export async function relaxationWorker(
  children: Together,
  work: RelaxationWork,
): Promise<{ relax: Contestant; info: RelaxationInfo }> {
  const { child, infos } = await relaxationWorkerOfSizes(children, work, ['paper']);
  return { relax: child.contestant('paper'), info: infos.paper };
}

/**
 * Starts one process with a contestant for each size, by its name: relaxes samples of a network with about so many
 * feedback synapses, or of the paper's.
 */
export async function relaxationWorkerOfSizes(
  children: Together,
  { who, how, steps }: RelaxationWork,
  sizes: readonly string[],
): Promise<{ child: Child; infos: Readonly<Record<string, RelaxationInfo>> }> {
  const args = [who, how, sizes.join(), steps];
  // Large circuits need more than the usual heap.
  const node = sizes.some((size) => Number(size) >= 1e6) ? ['--max-old-space-size=16384'] : [];
  const { child, info } = await children.with(startWorker('events/relaxation-worker.ts', { args, node }));
  return { child, infos: z.record(z.string(), infoSchema).parse(info) };
}
