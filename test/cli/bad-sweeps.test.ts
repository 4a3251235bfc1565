import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const path = (...names: string[]) => join(folder, ...names);
jsonFile(folder, 'net.json', tinyNetwork);
jsonFile(folder, 'wide.json', { ...tinyNetwork, input: [5, 5] });

const configuration = { network: 'net.json', epochs: 1, batchSize: 8, limitTrainBatches: 2 };
const good = { configuration, parameters: { learningRate: [0.01, 0.1], rule: ['bp', 'dfa'] } };
const rate = (learningRate: unknown) => ({ configuration, parameters: { learningRate } });
const below = (more: object) => ({ ...good, ...more });
const uniform = { scale: 'uniform', low: 0.1, high: 1 };
const when = (condition: object) => ({
  configuration,
  parameters: { rule: ['ar', 'dfa'], 'relaxation.steps': { values: [3], when: condition } },
});

const refused: [what: string, sweep: unknown, says: string[]][] = [
  ['an unknown key', below({ seed: 3 }), ['"seed"', 'only title, configuration', 'Try "seeds"']],
  ['no parameters', { configuration }, ['.parameters', 'required']],
  [
    'an unknown field of the configuration',
    below({ configuration: { epoch: 2 } }),
    ['.configuration', '"epoch"', 'Try "epochs"'],
  ],
  [
    'a parameter that is no field',
    { configuration, parameters: { lerningRate: [1] } },
    ['.parameters', 'Try "learningRate"'],
  ],
  [
    'a value that the configuration refuses',
    rate([0.1, -1]),
    ['trial 1 (learningRate=-1).learningRate', 'got -1', 'above 0'],
  ],
  [
    'a nested field that there is not',
    { configuration, parameters: { 'relaxation.step': [3] } },
    ['trial 0', 'relaxation', '"step"', 'Try "steps"'],
  ],
  [
    'a rule that there is not',
    { configuration, parameters: { rule: ['bp', 'dfaa'] } },
    ['trial 1', '"dfaa"', 'Try "dfa"'],
  ],
  [
    'an unknown scale',
    rate({ scale: 'lognormal', low: 1, high: 2 }),
    ['.learningRate.scale', '"lognormal"', 'log-uniform'],
  ],
  [
    'ends in the wrong order',
    rate({ ...uniform, low: 2 }),
    ['.learningRate.high', 'got 1', 'low, which is 2'],
  ],
  [
    'a logarithm of zero',
    rate({ scale: 'log-uniform', low: 0, high: 1 }),
    ['.learningRate.low', 'got 0', 'above 0'],
  ],
  ['a value twice', rate([0.1, 0.1]), ['.learningRate.values.1', '0.1 again']],
  [
    'a grid over a range without points',
    rate(uniform),
    ['.strategy', 'learningRate without points', 'Try "points": 5'],
  ],
  [
    'lists of different lengths in a zip',
    { ...rate([1]), parameters: { learningRate: [1], epochs: [1, 2] }, strategy: 'zip' },
    ['.strategy', '2 values of epochs beside 1'],
  ],
  [
    'a condition on no parameter',
    when({ engine: 'batched' }),
    ['relaxation.steps.when', '"engine"', 'other parameters: rule'],
  ],
  ['a condition that never holds', when({ rule: 'bp' }), ['.when.rule', '"bp"', '"ar", "dfa"']],
  [
    'conditions in a circle',
    {
      configuration,
      parameters: {
        rule: { values: ['ar'], when: { epochs: 1 } },
        epochs: { values: [1], when: { rule: 'ar' } },
      },
    },
    ['in a circle'],
  ],
  [
    'a seed as a parameter',
    { configuration, parameters: { seed: [1, 2] } },
    ['.parameters.seed', 'replicates'],
  ],
  ['a seed twice', below({ seeds: [1, 2, 1] }), ['.seeds.2', '1 again']],
  ['no number of trials', below({ strategy: { name: 'random' } }), ['.strategy.trials', 'required']],
  ['an unknown strategy', below({ strategy: 'bayes' }), ['.strategy.name', '"bayes"', 'sobol']],
  [
    'epochs beside halving',
    below({ strategy: { name: 'halving', trials: 4, epochs: 1, maxEpochs: 4 } }),
    ['.configuration.epochs', 'successive halving'],
  ],
  [
    'halving that ends where it begins',
    below({ configuration: {}, strategy: { name: 'halving', trials: 4, epochs: 4, maxEpochs: 4 } }),
    ['.maxEpochs', 'more than epochs'],
  ],
  [
    'accuracy of no classes',
    {
      configuration: { data: 'adding', network: { input: [2], layers: [] } },
      parameters: { learningRate: [1] },
      metric: 'acuracy',
    },
    ['.metric', 'Try "accuracy"'],
  ],
  [
    'an option that a sweep sets itself',
    below({ slurm: { options: ['--array=0-3'] } }),
    ['.slurm.options.0', '--array=0-3'],
  ],
  [
    'a time within which no task comes further',
    below({ slurm: { time: '3' } }),
    ['.slurm.time', '3 (180 s)', 'more than 180 s'],
  ],
  ['a time that is none', below({ slurm: { time: 'an hour' } }), ['.slurm.time', '"an hour"', '01:30:00']],
  [
    'a network that does not fit the data',
    { configuration, parameters: { network: ['net.json', 'wide.json'] } },
    ['trial 1 (network=wide.json)', 'size 25', '16'],
  ],
  [
    'a part of a network that there is not',
    { configuration, parameters: { 'network.layers.7.units': [3] } },
    ['trial 0', 'network.layers.7.units', 'one of the 2 entries'],
  ],
  [
    'a width that is none',
    { configuration, parameters: { 'network.layers.0.units': [3, 0] } },
    ['trial 1 (network.layers.0.units=0)', 'units', 'got 0'],
  ],
  [
    'a network that is not there',
    { configuration, parameters: { network: ['net.json', 'non.json'] } },
    ['non.json', 'nothing there'],
  ],
  [
    'a minibatch larger than what is left to learn from',
    { configuration, parameters: { batchSize: [8, 110] } },
    ['trial 1 (batchSize=110): batchSize', '110', '108 training samples'],
  ],
];

let before: Record<string, string>;
beforeAll(() => {
  for (const [i, [, sweep]] of refused.entries()) jsonFile(folder, `bad-${i}.json`, sweep);
  jsonFile(folder, 'good.json', good);
  writeFileSync(path('half.json'), '{ "parameters": ');
  mkdirSync(path('taken'));
  writeFileSync(path('taken', 'diary.txt'), 'do not lose me');
  before = contents(folder);
});

describe('a sweep that is refused, with nothing written:', () => {
  it.each(refused.map(([what, , says], i) => [what, i, says] as const))('%s', async (what, i, says) => {
    const args = ['sweep', path(`bad-${i}.json`), '--out', path('out')];
    await expectRefusal({ what, args, says, env });
  });

  it.each([
    ['a file that is not JSON', [path('half.json')], ['half.json:1:', 'JSON']],
    ['a file that is not there', [path('none.json')], ['none.json', 'nothing there']],
    ['a folder with a file', [path('good.json'), '--out', path('taken')], ['holds diary.txt']],
    ['an unknown backend', [path('good.json'), '--backend', 'gpu'], ['--backend', '"gpu"']],
    ['--jobs with --slurm', [path('good.json'), '--slurm', '--jobs', '2'], ['--jobs', 'slurm.parallel']],
    ['--dry-run with --slurm', [path('good.json'), '--slurm', '--dry-run'], ['--slurm', '--dry-run']],
    ['a folder that is no sweep, to go on', ['resume', path('taken')], ['got no sweep']],
    ['a folder that is no sweep, to look at', ['status', path('taken')], ['got no sweep']],
    ['a folder that is no sweep, to choose from', ['best', path('nowhere')], ['got no sweep']],
  ])('%s', async (what, args, says) => {
    await expectRefusal({ what, args: ['sweep', ...args], says, env });
  });

  it('a number of jobs that is none', async () => {
    const args = ['sweep', path('good.json'), '--jobs', '0'];
    await expectUsageError({ what: '--jobs', args, says: ['--jobs', '"0"'] });
  });

  it('and all of it is as it was', () => {
    expect(contents(folder)).toEqual(before);
  });
});

it('--dry-run lists the trials, and writes nothing', async () => {
  const { code, stdout } = await here(['sweep', path('good.json'), '--dry-run', '--quiet'], env);
  expect(code).toBe(0);
  expect(stdout.split('\n').map((line) => line.trim().split(/ +/).join(' '))).toEqual([
    'trial learningRate rule',
    '0 0.01 bp',
    '1 0.01 dfa',
    '2 0.1 bp',
    '3 0.1 dfa',
    'sweep of 4 trials with 1 seed each, 4 runs, chosen by validation accuracy; nothing is written',
    '',
  ]);
  expect(contents(folder)).toEqual(before);
});
