// Minibatches by ar and by bp, and the bare matrix products of ar's, on the best backend. Argument: hidden layers of
// 100, none for the paper's network.
import { startBackend } from '../../src/sim/batched/backend.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';
import { bareProducts, bareSets } from './bare.js';
import { multiplications } from './counting.js';
import { minibatches, productsOf, trainer } from './minibatch.js';
import { benchNetwork } from './networks.js';

const [hidden] = process.argv.slice(2).map(Number);
const network = benchNetwork(hidden);
await startBackend();
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
);
