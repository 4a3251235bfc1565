// A training process as `train` runs one: batched engine, ar, paper's network and images. Trains from a given
// moment to another, and says how many samples it did. Arguments: seed, backend.
import { z } from 'zod';
import { configurationOf, Examples, initialParameters, parseNetwork } from '../../src/index.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { answer } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';

const requestSchema = z.object({ from: z.number(), until: z.number() });

await startBackend(process.argv[3]);
const data = await loadImages();
const seed = z.coerce.number().parse(process.argv[2]);
const configuration = configurationOf({ data: data.name, seed });
const network = parseNetwork(configuration.network);
const simulator = new BatchedSimulator(network, initialParameters(network, seed), tfjs);
const trainer = new Trainer(simulator, new Examples(network, data), configuration);

answer(
  (request) => {
    const { from, until } = requestSchema.parse(request);
    while (Date.now() < from);
    let samples = 0;
    while (Date.now() < until) {
      trainer.trainStep();
      samples += configuration.batchSize;
    }
    return { samples };
  },
  { images: imagesText(data) },
);
