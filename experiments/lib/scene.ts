import { type DataSet, loadDataSet } from '../../src/data/index.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { Examples } from '../../src/lab/training/examples.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import type { Network } from '../../src/network/network.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { createSimulator } from '../../src/sim/create.js';
import type { Batch } from '../../src/sim/simulator.js';

/** A network with weights, and what it is shown. */
export interface Scene {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** What a scene is made of. */
export interface SceneOptions {
  /** Network description. */
  readonly network: object;
  readonly data: string;
  /** Of the weights, and of the order of training images. */
  readonly seed: number;
  /** The first so many test images are shown. */
  readonly samples: number;
  /** Minibatches of 64 that the batched engine trains it on before; none if not given. */
  readonly trained?: number;
  readonly learningRate?: number;
}

/** Makes a network, trains it if it is to be, and takes test images to show it. */
export async function sceneOf(options: SceneOptions): Promise<Scene> {
  const network = parseNetwork(options.network);
  const loaded = await loadDataSet(options.data);
  const initial = initialParameters(network, options.seed);
  const parameters = options.trained ? await trainedFrom(initial, network, loaded, options) : initial;
  return { network, parameters, batch: new Examples(network, loaded).first(options.samples) };
}

async function trainedFrom(
  initial: Parameters,
  network: Network,
  loaded: DataSet,
  { network: description, data, seed, trained, learningRate = 0.064 }: SceneOptions,
): Promise<Parameters> {
  const training = { data, network: description, seed, learningRate, limitTrainBatches: trained, epochs: 1 };
  const { simulator } = await createSimulator('batched', network, initial);
  try {
    const trainer = new Trainer(simulator, new Examples(network, loaded), configurationOf(training));
    while (!trainer.done) trainer.trainStep();
    return simulator.parameters();
  } finally {
    simulator.dispose();
  }
}
