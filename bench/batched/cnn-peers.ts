import { z } from 'zod';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternate } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, missing, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { answersSchema, peerDisagreement } from '../peers/exchange.js';
import { startPeer } from '../peers/start.js';
import { median } from '../statistics.js';
import { problemRequest } from './minibatch-problem.js';

/** Of the change of the weights, in float32. */
const tolerance = 1e-4;

const problemSchema = answersSchema.extend({ problem: z.unknown() });

/** A program in PyTorch that learns from a minibatch of the paper's convolutional network. */
interface Program {
  /** In keys. */
  readonly name: string;
  readonly script: string;
  /** What it does: its answer is to be that of this rule and network of ours, and its time is over that of `ar`. */
  readonly rule: 'ar' | 'bp';
  readonly network: 'cnn' | 'paper-code';
  /** In words. */
  readonly how: string;
  /** What its time over ours shall be at least. */
  readonly targets: Readonly<Partial<Record<BackendName, number>>>;
}

/** Every program. A new one: one entry here. */
const programs: readonly Program[] = [
  {
    name: 'pytorch_bp',
    script: 'cnn_torch.py',
    rule: 'bp',
    network: 'cnn',
    how: 'backpropagation',
    targets: { 'tfjs-node': 0.67, wasm: 0.25 },
  },
  {
    name: 'paper_code',
    script: 'cnn_paper_torch.py',
    rule: 'ar',
    network: 'paper-code',
    how: "ar as the paper's code does it (100 steps; unfolded images, the inputs of layers relax, derivatives in every step)",
    targets: { 'tfjs-node': 50, wasm: 50 },
  },
];

/** The paper's convolutional network in PyTorch, beside our ar. */
export const cnnPeers = (backend: BackendName): Measurement[] =>
  programs.map((program) => against(backend, program));

function against(backend: BackendName, program: Program): Measurement {
  const { name, script, rule, network, how, targets } = program;
  const key = `batched.${backend}.cnn_${name}_over_ar`;
  const target = targets[backend];
  const meaning = `one minibatch of the paper's convolutional network: PyTorch (eager; CPU, one thread), ${how}, over our ar (closed form)`;
  return {
    figures: [{ key, meaning, better: 'larger', ...(target !== undefined && { target }) }],
    measure: ({ effort }) =>
      withChildren(async (children) => {
        const peer = await startPeer(children, 'torch', script, [1]);
        if ('reason' in peer) return missing([key], peer.reason);
        const { child } = await children.with(
          startWorker('batched/graphs-worker.ts', { args: [backend, network] }),
        );
        const { problem, answers } = await child.ask(problemRequest, problemSchema);
        const { [rule]: answer, given } = answers;
        const reason = await peerDisagreement(peer.child, rule, problem, answer, tolerance, given);
        if (reason !== undefined) return missing([key], reason);
        const { theirs, ours } = await alternate(
          { theirs: peer.child.contestant(rule), ours: child.contestant('ar') },
          effort,
        );
        const text = `${peer.title} ${secondsText(median(theirs))}, ours ${secondsText(median(ours))}`;
        return { [key]: measured(ratios(theirs, ours), `${text}; ${peer.text}`) };
      }),
  };
}
