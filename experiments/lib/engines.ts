import { loadDataSet } from '../../src/data/index.js';
import { compareTraining } from '../../src/lab/agreement.js';
import { precise } from '../../src/lab/measurements/float64.js';
import { Examples } from '../../src/lab/training/examples.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { createSimulator } from '../../src/sim/create.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Simulator } from '../../src/sim/simulator.js';

/** A network that both engines train on the same minibatches. */
export interface EngineScene {
  /** Network description. */
  readonly network: object;
  readonly data: string;
  readonly minibatches: number;
  /** Of a minibatch. */
  readonly samples: number;
  readonly learningRate: number;
  /** Euler steps of each relaxation, and their size. */
  readonly steps: number;
  readonly stepSize: number;
}

/** The largest difference of parameters after training: of the event engine and the batched one. */
export interface EnginesApart {
  /** In float64 on both. */
  readonly exact: number;
  /** Where the batched engine has float32. */
  readonly rounded: number;
}

/** Trains a network on both engines, step by step; differences are relative to the largest number of a parameter. */
export async function enginesApart(scene: EngineScene, seed: number): Promise<EnginesApart> {
  const network = parseNetwork(scene.network);
  const parameters = initialParameters(network, seed);
  const data = await loadDataSet(scene.data);
  const examples = new Examples(network, data);
  const { minibatches, samples, learningRate, steps, stepSize } = scene;
  const batches = Array.from({ length: minibatches }, (_, k) =>
    examples.batch(
      data.train,
      Uint32Array.from({ length: samples }, (_, i) => k * samples + i),
    ),
  );
  const presentation = {
    ...{ name: 'ar', rule: rules.ar, learningRate },
    relaxation: relaxationOf({ solver: 'euler', steps, stepSize }),
  };
  const apart = (one: Simulator) => {
    const events = new EventSimulator(network, parameters, { grain: 'arbor' });
    const rows = compareTraining(one, events, batches, presentation);
    for (const simulator of [one, events]) simulator.dispose();
    return Math.max(...rows.map(({ difference }) => difference));
  };
  const exact = apart(new BatchedSimulator(network, parameters, precise));
  return { exact, rounded: apart((await createSimulator('batched', network, parameters, {})).simulator) };
}
