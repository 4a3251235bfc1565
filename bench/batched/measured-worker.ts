// Epochs of training with the lab's trainer, with and without measurements at the default interval. Arguments:
// backend; minibatches per epoch, 0 for all.
import { z } from 'zod';
import {
  configurationOf,
  defaultMeasureEvery,
  Examples,
  initialParameters,
  Probe,
  parseNetwork,
} from '../../src/index.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { serve, timed } from '../children/serve.js';
import { imagesText, loadImages } from '../images.js';

const [backend, limit] = z.tuple([z.string(), z.coerce.number()]).parse(process.argv.slice(2));
await startBackend(backend);
const data = await loadImages();
const limited = limit === 0 ? {} : { limitTrainBatches: limit };

/** @returns trains one epoch more, measuring every so many minibatches */
function epochs(every: number): () => void {
  const configuration = configurationOf({ data: data.name, ...limited });
  const network = parseNetwork(configuration.network);
  const examples = new Examples(network, data);
  const simulator = new BatchedSimulator(network, initialParameters(network, configuration.seed), tfjs);
  const trainer = new Trainer(simulator, examples, configuration);
  const probe = new Probe(simulator, examples, configuration.batchSize);
  return () => {
    do {
      if (trainer.step % every === 0) JSON.stringify(probe.measure(trainer.presentation));
      trainer.trainStep();
    } while (!trainer.atEpochEnd);
  };
}

const samples = Math.min(data.train.count, limit === 0 ? Infinity : limit * 64);
serve(
  { measured: timed(epochs(defaultMeasureEvery)), plain: timed(epochs(Infinity)) },
  { images: imagesText(data), samples, every: defaultMeasureEvery },
);
