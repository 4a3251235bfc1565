import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import type { Child } from '../children/child.js';
import type { Together } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { answersSchema, peerDisagreement } from '../peers/exchange.js';
import type { PeerName } from '../peers/list.js';
import { type StartedPeer, startPeer } from '../peers/start.js';

/** What predictions are made of: rates, or sums. */
export type Convention = 'post-activation' | 'pre-activation';

/** Our own ways: what predictions they have, and what they are called. */
export const ourPc = {
  pc: { predictions: 'current', text: 'our pc (current predictions, 20 steps)' },
  frozen: {
    predictions: 'frozen',
    text: 'our pc with frozen predictions, what 20 steps leave in closed form: another method, which ends at the gradient of backpropagation',
  },
} as const;

/** A library of predictive coding. */
export interface PcPeer {
  readonly peer: PeerName;
  readonly script: string;
  /** The one of ours that is the same. */
  readonly convention: Convention;
}

/** Every such library. A new one: one line here. */
export const pcPeers: readonly PcPeer[] = [
  { peer: 'fabricpc', script: 'pc_fabricpc.py', convention: 'post-activation' },
  { peer: 'pcx', script: 'pc_pcx.py', convention: 'post-activation' },
  { peer: 'ngclearn', script: 'pc_ngclearn.py', convention: 'pre-activation' },
];

/**
 * How far the changes of weights may be apart after one minibatch of 20 steps in float32, relative to the largest: each has
 * its own order of sums, which twenty steps add up. A step more or less makes 0.008 to 0.15.
 */
const tolerance = 2e-3;

/** Starts a process that does predictive coding on a backend. */
export async function startPcWorker(
  children: Together,
  backend: BackendName,
  predictions: 'current' | 'frozen',
  convention: Convention = 'post-activation',
): Promise<Child> {
  const args = [backend, predictions, convention];
  return (await children.with(startWorker('batched/pc-worker.ts', { args }))).child;
}

const problemSchema = answersSchema.extend({ problem: z.record(z.string(), z.unknown()) });

/** Starts a peer that learns from our minibatch what we do, or says why there is none that does. */
export async function startCheckedPcPeer(
  children: Together,
  backend: BackendName,
  { peer, script, convention }: PcPeer,
): Promise<{ readonly theirs: StartedPeer; readonly problem: object } | { readonly reason: string }> {
  const theirs = await startPeer(children, peer, script, [1]);
  if ('reason' in theirs) return theirs;
  const referee = await startPcWorker(children, backend, 'current', convention);
  const { problem, answers } = await referee.ask({ problem: true }, problemSchema);
  const { pc, given } = answers;
  const reason = await peerDisagreement(theirs.child, 'pc', problem, pc, tolerance, given);
  return reason === undefined ? { theirs, problem } : { reason };
}
