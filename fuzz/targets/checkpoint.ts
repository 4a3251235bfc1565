import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassSet, ClassSplit } from '../../src/data/dataset.js';
import { type Configuration, configurationOf } from '../../src/lab/configuration.js';
import { namedTraces, tensorOf } from '../../src/lab/parameter-files.js';
import {
  type Checkpoint,
  optimiserStateOf,
  readCheckpoint,
  writeCheckpoint,
} from '../../src/lab/runs/checkpoint.js';
import { refuseOtherSettings } from '../../src/lab/runs/resume-checks.js';
import { encodeSealed } from '../../src/lab/sealed.js';
import { Examples } from '../../src/lab/training/examples.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { firstState } from '../../src/lab/training/trainer-state.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { mutateTensors } from '../mutate/tensors.js';
import { expect, type MakeTarget, type Target } from '../target.js';
import { holdsLarge, layered, network, parameters } from './examples.js';
import { put } from './text.js';

const split: ClassSplit = {
  count: 12,
  shape: [3],
  inputs: Uint8Array.from({ length: 36 }, (_, i) => (i * 7) % 17),
  scale: 1 / 16,
  labels: Uint8Array.from({ length: 12 }, (_, i) => i % 2),
};
const data: ClassSet = {
  ...{ name: 'twelve', classes: 2, train: split, test: split, checksum: '', verified: true, source: '' },
};
const configurations = ['sgd', 'adam'].map((optimiser) =>
  configurationOf({
    ...{ network: layered, engine: 'events', grain: 'arbor', batchSize: 4, epochs: 2, optimiser },
    relaxation: { steps: 2, stepSize: 0.5 },
  }),
);
const [sgd, adam] = configurations;
/** The configuration that a checkpoint says to have been trained with. */
const configured = ({ state }: Checkpoint) => (state.optimiser.name === 'adam' ? adam : sgd);

function trained(configuration: Configuration, steps: number): Checkpoint {
  const trainer = trainerOf({ parameters, traces: {}, state: firstState(configuration), rows: 0 });
  for (let i = 0; i < steps; i++) trainer.trainer.trainStep();
  const { traces } = trainer.simulator.optimiserState();
  return {
    ...{ parameters: trainer.simulator.parameters(), traces },
    ...{ state: trainer.trainer.state(), rows: steps },
  };
}

function trainerOf(from: Checkpoint) {
  const { parameters: given, state } = from;
  const simulator = new EventSimulator(network, given, { grain: 'arbor' });
  const trainer = new Trainer(simulator, new Examples(network, data), configured(from), state);
  simulator.setOptimiserState(optimiserStateOf(from));
  return { simulator, trainer };
}

const encode = ({ parameters: values, traces, state, rows }: Checkpoint) =>
  encodeSealed(
    'relaxon checkpoint 2',
    Object.entries({ ...values, ...namedTraces(traces) }).map(
      ([name, one]) => [name, tensorOf(one)] as const,
    ),
    { 'relaxon.state': JSON.stringify(state), 'relaxon.rows': String(rows) },
  );

/** Checkpoints of a training. */
export const checkpoint: MakeTarget = (folder) => {
  const path = join(folder, 'again.safetensors');
  const target: Target<Checkpoint> = {
    valid: [trained(sgd, 0), trained(sgd, 2), trained(adam, 0), trained(adam, 4)].map(encode),
    mutate: (stream, valid, sealed) =>
      mutateTensors(
        stream,
        valid,
        sealed,
        { json: ['relaxon.state', 'relaxon.rows'] },
        (tensors, metadata) => {
          const { 'relaxon.format': format, 'relaxon.sha256': seal, ...texts } = metadata;
          return encodeSealed('relaxon checkpoint 2', tensors, texts);
        },
      ),
    read: (input) => readCheckpoint(put(folder, 'checkpoint.safetensors', input), network),
    use: (read) => {
      const { trainer } = trainerOf(read);
      refuseOtherSettings(folder, configured(read), read.state, trainer.batchesPerEpoch);
      const loss = trainer.trainStep();
      expect(Number.isFinite(loss) || holdsLarge(read), 'a loss that is not finite');
    },
    write: (read) => {
      writeCheckpoint(path, read);
      return readFileSync(path);
    },
  };
  return target as Target;
};
