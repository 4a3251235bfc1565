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
const targets: Readonly<Partial<Record<BackendName, number>>> = { 'tfjs-node': 0.67, wasm: 0.25 };

/** Images per second of the paper's convolutional network by our ar, as a share of those of PyTorch's own backpropagation. */
export function cnnPeer(backend: BackendName): Measurement {
  const key = `batched.${backend}.cnn_pytorch_bp_over_ar`;
  const target = targets[backend];
  const meaning =
    "one minibatch of the paper's convolutional network: PyTorch (eager; CPU, one thread), backpropagation, over our ar (closed form)";
  return {
    figures: [{ key, meaning, better: 'larger', ...(target !== undefined && { target }) }],
    measure: ({ effort }) =>
      withChildren(async (children) => {
        const theirs = await startPeer(children, 'torch', 'cnn_torch.py', [1]);
        if ('reason' in theirs) return missing([key], theirs.reason);
        const { child: ours } = await children.with(
          startWorker('batched/graphs-worker.ts', { args: [backend, 'cnn'] }),
        );
        const { problem, answers } = await ours.ask(problemRequest, problemSchema);
        const { bp: answer, given } = answers;
        const reason = await peerDisagreement(theirs.child, 'bp', problem, answer, tolerance, given);
        if (reason !== undefined) return missing([key], reason);
        const { bp, ar } = await alternate(
          { bp: theirs.child.contestant('bp'), ar: ours.contestant('ar') },
          effort,
        );
        const text = `${theirs.title} ${secondsText(median(bp))}, ours ${secondsText(median(ar))}`;
        return { [key]: measured(ratios(bp, ar), `${text}; ${theirs.text}`) };
      }),
  };
}
