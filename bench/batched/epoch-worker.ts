// Parts of epochs of training with the lab's trainer, data handling included, without evaluation. Arguments: backend; minibatches
// per epoch, 0 for all; parts per epoch.
import { z } from 'zod';
import { configurationOf, Examples, initialParameters, parseNetwork } from '../../src/index.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import type { RuleName } from '../../src/sim/rules.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';

const [backend, limit, parts] = z
  .tuple([z.string(), z.coerce.number(), z.coerce.number()])
  .parse(process.argv.slice(2));
await startBackend(backend);
const data = await loadImages();
const limited = limit === 0 ? {} : { limitTrainBatches: limit };

/** @returns trains one part more: so many of them are an epoch, its beginning and end included */
function partsOfEpochs(rule: RuleName): () => void {
  const configuration = configurationOf({ rule, data: data.name, ...limited });
  const network = parseNetwork(configuration.network);
  const simulator = new BatchedSimulator(network, initialParameters(network, configuration.seed), tfjs);
  const trainer = new Trainer(simulator, new Examples(network, data), configuration);
  let part = 0;
  return () => {
    const end = Math.round((++part * trainer.batchesPerEpoch) / parts);
    while (trainer.step < end) trainer.trainStep();
  };
}

const samples = Math.min(data.train.count, limit === 0 ? Infinity : limit * 64);
serve(
  { ar: timed(partsOfEpochs('ar')), bp: timed(partsOfEpochs('bp')) },
  { images: imagesText(data), samples },
);
