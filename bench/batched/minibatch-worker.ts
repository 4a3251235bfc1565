// Minibatches by ar and by bp, and the bare matrix products of ar's, on a backend. Arguments: its name, none for that of the
// variable RELAXON_BENCH_BACKEND or the best that loads; hidden layers of 100, none for the paper's network.
import { startBackend } from '../../src/sim/batched/backend.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';
import { bareProducts, bareSets } from './bare.js';
import { multiplications } from './counting.js';
import { minibatches, productsOf, trainer } from './minibatch.js';
import { minibatchProblem, problemRequestSchema } from './minibatch-problem.js';
import { benchNetwork } from './networks.js';

const [backend, hidden] = process.argv.slice(2);
const network = benchNetwork(hidden === undefined ? undefined : Number(hidden));
await startBackend(backend ?? process.env.RELAXON_BENCH_BACKEND);
const data = await loadImages();
const batches = minibatches(network, data, 8);
const products = productsOf(network, tfjs, batches[0], 'ar');

serve(
  {
    ar: timed(trainer(network, tfjs, batches, 'ar')),
    bp: timed(trainer(network, tfjs, batches, 'bp')),
    ...Object.fromEntries(bareSets.map((name) => [name, timed(bareProducts(tfjs, products))])),
  },
  {
    images: imagesText(data),
    arMultiplications: multiplications(products),
    bpMultiplications: multiplications(productsOf(network, tfjs, batches[0], 'bp')),
  },
  (request) =>
    problemRequestSchema.safeParse(request).success ? minibatchProblem(network, tfjs, batches[0]) : undefined,
);
