// Epochs of training with the lab's trainer, data handling included, without evaluation. Argument: minibatches per
// epoch, 0 for all.
import { z } from 'zod';
import { configurationOf, Examples, initialParameters, parseNetwork } from '../../src/index.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import type { RuleName } from '../../src/sim/rules.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';

const limit = z.coerce.number().parse(process.argv[2]);
await startBackend();
const data = await loadImages();
const limited = limit === 0 ? {} : { limitTrainBatches: limit };

/** @returns trains one epoch more */
function epochs(rule: RuleName): () => void {
  const configuration = configurationOf({ rule, data: data.name, ...limited });
  const network = parseNetwork(configuration.network);
  const simulator = new BatchedSimulator(network, initialParameters(network, configuration.seed), tfjs);
  const trainer = new Trainer(simulator, new Examples(network, data), configuration);
  return () => {
    do trainer.trainStep();
    while (!trainer.atEpochEnd);
  };
}

const samples = Math.min(data.train.count, limit === 0 ? Infinity : limit * 64);
serve({ ar: timed(epochs('ar')), bp: timed(epochs('bp')) }, { images: imagesText(data), samples });
