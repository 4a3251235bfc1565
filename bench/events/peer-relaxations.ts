import { z } from 'zod';
import type { GrainName } from '../../src/synapses/grains.js';
import type { Child } from '../children/child.js';
import type { Together } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { answersSchema, peerDisagreement } from '../peers/exchange.js';
import { type StartedPeer, startPeer } from '../peers/start.js';
import type { RelaxationProgram } from './peer-programs.js';

/** Of activities in float64, sums of hundreds of products taken in different orders. */
const tolerance = 1e-12;

/** A request for a problem, and what we make of it. */
export const problemRequest = { problem: true } as const;
export const problemSchema = z.object({ problem: z.literal(true) });

/** What is relaxed by `peer-worker.ts`. */
export interface PeerWork {
  readonly grain: GrainName;
  readonly how: 'sampled' | 'threshold';
  readonly size: string;
  readonly whose: 'none' | 'own';
}

/** Starts a process of ours that relaxes one sample again and again, and knows the problem that a peer gets. */
export async function peerWorker(children: Together, { grain, how, size, whose }: PeerWork): Promise<Child> {
  const args = [grain, how, size, whose];
  const node = ['--max-old-space-size=16384'];
  return (await children.with(startWorker('events/peer-worker.ts', { args, node }))).child;
}

const replySchema = answersSchema.extend({ problem: z.unknown() });

/** Starts a peer that has relaxed our problem to our numbers, or says why there is none that has. */
export async function startChecked(
  children: Together,
  { peer, script, args }: RelaxationProgram,
  ours: Child,
): Promise<StartedPeer | { readonly reason: string }> {
  const theirs = await startPeer(children, peer, script, args);
  if ('reason' in theirs) return theirs;
  const { problem, answers } = await ours.ask(problemRequest, replySchema);
  const reason = await peerDisagreement(theirs.child, 'relax', problem, answers.sampled, tolerance);
  return reason === undefined ? theirs : { reason };
}
