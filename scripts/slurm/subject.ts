import { join } from 'node:path';
import { jsonFile } from '../../test/cli/tiny.js';

const network = {
  input: [28, 28],
  layers: [
    { type: 'dense', units: 16, activation: 'tanh' },
    { type: 'dense', units: 10, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.1 } },
};

/** Three learning rates by two rules by three seeds, on the built-in digits: 18 runs of some seconds. */
export function subject(folder: string, more: object = {}): string {
  jsonFile(folder, 'net.json', network);
  const configuration = {
    network: 'net.json',
    data: 'digits',
    epochs: 2,
    batchSize: 32,
    limitTrainBatches: 10,
    checkpointEvery: 3,
  };
  const parameters = {
    rule: ['ar', 'dfa'],
    learningRate: { scale: 'log-uniform', low: 0.01, high: 1, points: 3 },
    'relaxation.steps': { values: [20], when: { rule: 'ar' } },
  };
  jsonFile(folder, 'sweep.json', { configuration, parameters, seeds: 3, ...more });
  return join(folder, 'sweep.json');
}

/** Trial by halving of the same: 6 trials for an epoch, 2 of them for two more. */
export function halvingSubject(folder: string): string {
  jsonFile(folder, 'net.json', network);
  return jsonFile(folder, 'halving.json', {
    configuration: { network: 'net.json', data: 'digits', batchSize: 32, limitTrainBatches: 6 },
    parameters: { rule: ['bp', 'dfa'], learningRate: { scale: 'log-uniform', low: 0.01, high: 1 } },
    strategy: { name: 'halving', points: 'sobol', trials: 6, epochs: 1, maxEpochs: 3 },
    seeds: 2,
  });
}
