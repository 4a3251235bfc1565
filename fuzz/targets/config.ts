import { configurationFrom } from '../../src/cli/train/configuration.js';
import { configurationOf, configuredRule } from '../../src/lab/configuration.js';
import { exactJson } from '../../src/lab/files/exact-json.js';
import { readJson } from '../../src/lab/files.js';
import { readConfiguration } from '../../src/lab/runs/setup.js';
import { parseNetwork } from '../../src/network/parse.js';
import type { MakeTarget } from '../target.js';
import { layered } from './examples.js';
import { jsonTarget } from './text.js';

const valid = [
  {},
  { network: layered, data: 'digits', epochs: 1, batchSize: 8, relaxation: { steps: 3, stepSize: 0.2 } },
  {
    ...{ engine: 'events', grain: 'arbor', batchSize: 1, network: layered, seed: 7, limitTrainBatches: 3 },
    relaxation: { messages: 'threshold', quantum: { 'layers.0': 0.1 }, anneal: 1, smallestQuantum: 0.01 },
  },
  {
    variant: { feedback: 'learned', derivative: 'current', updateDerivative: 'none', presynaptic: 'current' },
    ...{ feedbackLearningRate: 0.1, weightDecay: 0.01, measureEvery: 50, limitTestSamples: 10 },
    relaxation: { schedule: 'asynchronous', seed: 3, solver: 'euler' },
  },
  { rule: 'bp', learningRate: 0.1 },
  { optimiser: { name: 'adam', beta1: 0.5, epsilon: 0.01 }, clip: 0.5 },
  { rule: 'fa', optimiser: { name: 'momentum', nesterov: true } },
  { engine: 'events', relaxation: { duration: 5, band: 0.1 }, variant: { derivative: 'current' } },
];

/** Settings of a training that a person wrote: `train --config`. */
export const config: MakeTarget = (folder) =>
  jsonTarget(folder, 'settings.json', {
    valid,
    read: (path) => configurationFrom(undefined, { config: path }),
    use: (read) => {
      configuredRule(read);
      parseNetwork(read.network);
    },
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

/** The config.json of a run. */
export const runConfig: MakeTarget = (folder) =>
  jsonTarget(folder, 'config.json', {
    valid: valid.map((given) => configurationOf(given)),
    read: () => readConfiguration(folder),
    use: (read) => {
      configuredRule(read);
      parseNetwork(read.network);
    },
    write: (read) => read,
  }) as ReturnType<MakeTarget>;

/** Any JSON. */
export const json: MakeTarget = (folder) =>
  jsonTarget<unknown>(folder, 'any.json', {
    valid: [layered, { a: [1, -0.5e-3, 'ü\u0001"', null, true, { b: {} }] }],
    read: readJson,
    write: (read) => exactJson(read),
  });
