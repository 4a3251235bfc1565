// Minibatches of predictive coding on a backend, 20 steps of 0.1, plain gradient descent. Arguments: backend; `current` or
// `frozen` predictions, the latter in closed form. Asked for a problem, it gives weights and a minibatch, and the weights after
// it; asked for an epoch, the accuracy after one pass over the training images in their order.
import { z } from 'zod';
import { type Batch, type DataSet, Examples, initialParameters, relaxationOf } from '../../src/index.js';
import { pc } from '../../src/rules/pc.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { phased } from '../../src/sim/phased.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';
import { batchSize, minibatches } from './minibatch.js';
import { parameterArrays, problemOf } from './minibatch-problem.js';
import { benchNetwork } from './networks.js';
import { pcLearningRate, pcRequestSchema } from './pc-requests.js';

const [backend, predictions, convention] = z
  .tuple([z.string(), z.enum(['current', 'frozen']), z.enum(['post-activation', 'pre-activation'])])
  .parse(process.argv.slice(2));
const network = benchNetwork(undefined);
await startBackend(backend);
const data = await loadImages();
const examples = new Examples(network, data);
const given = initialParameters(network, 1);
const batches = minibatches(network, data, 8);
const rule = phased(pc, { predictions, convention });
const relaxation = relaxationOf(
  predictions === 'frozen' ? { solver: 'closed-form' } : { solver: 'euler', steps: 20, stepSize: 0.1 },
);

const simulatorOf = () => new BatchedSimulator(network, given, tfjs);
const learn = (simulator: ReturnType<typeof simulatorOf>, batch: Batch, learningRate = pcLearningRate) =>
  simulator.train(batch, { rule, relaxation, learningRate });

/** Learns from the training images once, in their order. */
function epoch(most: number): { accuracy: number; seconds: number; samples: number } {
  const simulator = simulatorOf();
  const samples = Math.min(most || data.train.count, data.train.count);
  const count = Math.floor(samples / batchSize);
  const start = performance.now();
  for (let k = 0; k < count; k++) learn(simulator, batchFrom(data.train, k * batchSize, batchSize));
  const seconds = (performance.now() - start) / 1000;
  const accuracy = accuracyOf(simulator);
  simulator.dispose();
  return { accuracy, seconds, samples: count * batchSize };
}

const batchFrom = (split: DataSet['train'], from: number, size: number) =>
  examples.batch(
    split,
    Uint32Array.from({ length: Math.min(size, split.count - from) }, (_, i) => from + i),
  );

function accuracyOf(simulator: ReturnType<typeof simulatorOf>): number {
  let right = 0;
  for (let from = 0; from < data.test.count; from += 1000) {
    const { inputs, targets, size } = batchFrom(data.test, from, 1000);
    const answers = simulator.predict(inputs, rule)[examples.answer];
    const [wanted] = Object.values(targets);
    const largest = ({ data, shape: [, units] }: typeof wanted, row: number) => {
      const values = Array.from(data.subarray(row * units, (row + 1) * units));
      return values.indexOf(Math.max(...values));
    };
    for (let row = 0; row < size; row++) if (largest(answers, row) === largest(wanted, row)) right++;
  }
  return right / data.test.count;
}

const timedSimulator = simulatorOf();
let next = 0;
serve(
  // A small rate, so that hours of the same few minibatches leave numbers of the usual size.
  { pc: timed(() => void learn(timedSimulator, batches[next++ % batches.length], 1e-4)) },
  { images: imagesText(data) },
  (request) => {
    const asked = pcRequestSchema.safeParse(request);
    if (!asked.success) return undefined;
    if ('epoch' in asked.data) return epoch(asked.data.epoch);
    const simulator = simulatorOf();
    learn(simulator, batches[0]);
    const answers = { given: parameterArrays(given), pc: parameterArrays(simulator.parameters()) };
    simulator.dispose();
    return { problem: problemOf(given, batches[0]), answers };
  },
);
