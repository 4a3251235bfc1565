// Trains the paper's network on a backend and tells the resident set after 1 and after so many minibatches.
// Arguments: backend, minibatches.
import { startBackend } from '../../src/sim/batched/backend.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { answer } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';
import { minibatches, trainer } from './minibatch.js';
import { benchNetwork } from './networks.js';

const [backend, count] = process.argv.slice(2);
await startBackend(backend);
const data = await loadImages();
const network = benchNetwork(undefined);
const train = trainer(network, tfjs, minibatches(network, data, 8), 'ar');
train();
const first = process.memoryUsage.rss();
for (let k = 1; k < Number(count); k++) train();
answer(() => ({}), { images: imagesText(data), first, last: process.memoryUsage.rss() });
