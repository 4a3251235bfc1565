import { z } from 'zod';
import type { GrainName } from '../../src/sim/events/grains.js';
import { grains } from '../../src/sim/events/grains.js';
import type { Contestant } from '../alternate.js';
import type { Together } from '../children/together.js';
import { startWorker } from '../children/worker.js';

/** The grains, from the finest. */
export const grainNames = Object.keys(grains) as GrainName[];

const infoSchema = z.object({ samples: z.string(), synapses: z.number(), messages: z.number() });

/** What a worker says about its relaxation. */
export type RelaxationInfo = z.infer<typeof infoSchema>;

/** What shall relax. */
export interface RelaxationWork {
  /** A grain of the event engine, or the same in bare loops. */
  readonly who: GrainName | 'bare';
  readonly how: 'sampled' | 'trajectory';
  /** About how many feedback synapses; the paper's network where it is not given. */
  readonly size?: number;
  readonly steps: number;
}

/** Starts a process of its own that relaxes one sample after another. */
export async function relaxationWorker(
  children: Together,
  { who, how, size = 0, steps }: RelaxationWork,
): Promise<{ relax: Contestant; info: RelaxationInfo }> {
  const args = [who, how, size, steps];
  // Large circuits need more than the usual heap.
  const node = size >= 1e6 ? ['--max-old-space-size=16384'] : [];
  const { child, info } = await children.with(startWorker('events/relaxation-worker.ts', { args, node }));
  return { relax: child.contestant('relax'), info: infoSchema.parse(info) };
}
