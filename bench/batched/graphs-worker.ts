// Minibatches of drawn numbers by ar and by bp, of a network that is no chain. Arguments: a backend, the network's name (`paper-code`:
// the convolutional one with the states that the paper's code has).
import { randomBatch } from '../../src/lab/agreement.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { convolvesIn } from '../../src/sim/create.js';
import { serve, timed } from '../children/serve.js';
import { type GraphName, graphNetwork, paperCodeNetwork } from './graphs-problems.js';
import { batchSize, trainer } from './minibatch.js';
import { minibatchProblem, problemRequestSchema } from './minibatch-problem.js';

const [backend, name] = process.argv.slice(2);
const network = name === 'paper-code' ? paperCodeNetwork() : graphNetwork(name as GraphName);
await startBackend(backend, undefined, undefined, convolvesIn(network));
const batches = [1, 2].map((seed) => randomBatch(network, batchSize, seed));

serve(
  {
    ar: timed(trainer(network, tfjs, batches, 'ar')),
    bp: timed(trainer(network, tfjs, batches, 'bp')),
  },
  {},
  (request) =>
    problemRequestSchema.safeParse(request).success ? minibatchProblem(network, tfjs, batches[0]) : undefined,
);
