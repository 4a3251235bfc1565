import { readJson } from '../../src/lab/files.js';
import { openSweep } from '../../src/lab/sweeps/files.js';
import { sweepOf } from '../../src/lab/sweeps/sweep.js';
import { trialsOf } from '../../src/lab/sweeps/trials.js';
import type { MakeTarget } from '../target.js';
import { layered } from './examples.js';
import { jsonTarget } from './text.js';

const ranges = {
  learningRate: { scale: 'log-uniform', low: 0.01, high: 1, points: 2 },
  rule: ['ar', 'bp'],
  'relaxation.steps': { scale: 'log-integer', low: 2, high: 9, points: 2, when: { rule: 'ar' } },
};
const configuration = { network: layered, data: 'digits', batchSize: 8 };
const valid = [
  { configuration, parameters: ranges, seeds: 2, title: 'a grid' },
  {
    configuration,
    parameters: ranges,
    strategy: { name: 'sobol', trials: 3, seed: 4 },
    seeds: [3, 5],
    metric: 'loss',
  },
  {
    configuration,
    parameters: { 'network.layers.0.units': { scale: 'integer', low: 2, high: 4 } },
    strategy: { name: 'halving', trials: 3, epochs: 1, maxEpochs: 3, factor: 2, points: 'halton' },
    slurm: { time: '1-02:00:00', parallel: 2, options: ['--mem=1G'], setup: ['module load nodejs'] },
  },
];

/** What a person asks for: all trials are refused, or are configurations. */
export const sweep: MakeTarget = (folder) =>
  jsonTarget<unknown>(folder, 'asked.json', {
    valid,
    read: (path) => {
      const given = readJson(path);
      trialsOf(sweepOf(given, path), path);
      return given;
    },
    write: (given) => given,
  }) as ReturnType<MakeTarget>;

const trial = { folder: 'trials/000-0123abcd', parameters: { rule: 'ar' }, samples: 10, epochs: 2 };

/** The sweep.json of a sweep's folder. */
export const sweepFolder: MakeTarget = (folder) =>
  jsonTarget(folder, 'sweep.json', {
    valid: [
      {
        ...{
          format: 1,
          title: 'two',
          sweep: valid[0],
          data: { name: 'digits', checksum: 'ab', classes: true },
        },
        ...{
          metric: 'accuracy',
          seeds: [1, 2],
          rungs: [
            { trials: 2, epochs: 1 },
            { trials: 1, epochs: 2 },
          ],
        },
        ...{ parameters: { rule: 'names' }, trials: [trial, { ...trial, folder: 'trials/001-0123abcd' }] },
      },
    ],
    read: () => openSweep(folder).manifest,
    write: (read) => read,
  }) as ReturnType<MakeTarget>;
