import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/lab/safetensors/index.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { standardVariant } from '../../src/sim/variant.js';
import { networks } from '../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../agreement/problems.js';
import { deviation, relaxVariant, type VariantOptions } from '../reference/index.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const description = networks['skip connection'];
const network = parseNetwork(description);
const file = jsonFile(folder, 'skip.json', description);
const parameters = initialParameters(network, 3, { ownWeights: true, inputsRelax: true });
const samples = (count: number) => randomBatch(network, count, 5);
const asTensor = ({ shape, data }: { shape: readonly number[]; data: ArrayLike<number> }) =>
  tensor(shape, Array.from(data), 'F64');
const params = tensorFile(
  folder,
  'params.safetensors',
  Object.entries(parameters).map(([name, values]): [string, Tensor] => [name, asTensor(values)]),
);
const batchFile = (count: number) => {
  const { inputs, targets } = samples(count);
  const tensors: [string, Tensor][] = [
    ['input', asTensor(Object.values(inputs)[0])],
    ['target', asTensor(Object.values(targets)[0])],
  ];
  return tensorFile(folder, `batch-${count}.safetensors`, tensors);
};

const cases: [options: string, count: number, want: Partial<VariantOptions>][] = [
  [
    '--feedback learned --derivative current --update-derivative none --bias excluded --initial zero',
    3,
    {
      feedback: 'learned',
      derivative: 'current',
      updateDerivative: 'none',
      bias: 'excluded',
      initial: 'zero',
    },
  ],
  [
    '--feedback random --presynaptic current --inputs relaxing --schedule top-down',
    3,
    { feedback: 'random', presynaptic: 'current', inputs: 'relaxing', schedule: 'top-down' },
  ],
  [
    '--plasticity continuous --learning-rate 0.05 --weight-decay 0.1',
    1,
    { plasticity: 'continuous', learningRate: 0.05, weightDecay: 0.1 },
  ],
];

describe.concurrent.each(['events', 'batched'])('relax on engine %s', (engine) => {
  it.each(cases)('%s', async (options, count, want) => {
    const out = join(folder, `${engine}-${count}-${options.replace(/\W+/g, '-')}.safetensors`);
    const steps = [
      '--steps',
      '12',
      '--step-size',
      '0.25',
      '--solver',
      'euler',
      '--engine',
      engine,
      '--quiet',
    ];
    const files = ['--params', params, '--batch', batchFile(count), '--out', out];
    const { code, stderr } = await here(['relax', file, ...files, ...steps, ...options.split(' ')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const result = relaxVariant(description, asSet(parameters), forReference(samples(count)), {
      ...standardVariant,
      schedule: 'synchronous',
      steps: 12,
      stepSize: 0.25,
      learningRate: 0.05,
      ...want,
    });
    const clamped = 'out';
    const goal = {
      ...Object.fromEntries(
        Object.entries(result.activity)
          .filter(([name]) => name !== clamped)
          .map(([name, rows]) => [`${name}.activity`, rows]),
      ),
      ...Object.fromEntries(Object.entries(result.gradient).map(([name, g]) => [`${name}.grad`, g])),
    };
    const { tensors } = readSafetensors(out);
    const got = Object.fromEntries(
      [...tensors]
        .filter(([name]) => !name.endsWith('.answer'))
        .map(([name, { data }]) => [name, Array.from(data as Float64Array)]),
    );
    expect(deviation(got, goal)).toBeLessThan(engine === 'events' ? 1e-12 : 1e-5);
  });
});

const tiny = jsonFile(folder, 'tiny.json', tinyNetwork);
const tinyParams = tensorFile(folder, 'tiny.safetensors', tensorsFor(tinyNetwork));
const tinyBatch = tensorFile(folder, 'tiny-batch.safetensors', [
  ['input', tensor([2, 16], Array(32).fill(0.5))],
  ['target', tensor([2, 10], Array(20).fill(0.1))],
]);
const out = join(folder, 'never');
const relax = (options: string) => [
  ...['relax', tiny, '--params', tinyParams, '--batch', tinyBatch, '--out', out],
  ...options.split(' '),
];
const train = (options: string) => ['train', tiny, '--out', out, ...options.split(' ')];

const refusals: [args: string[], says: string[]][] = [
  [
    train('--feedback lerned'),
    ['train.variant.feedback', '"lerned"', 'transpose, random, learned', 'Try "learned"'],
  ],
  [relax('--derivative curent'), ['variant.derivative', '"curent"', 'Try "current"']],
  [train('--rule bp --feedback random'), ['--feedback: got it with rule bp', 'a rule that has it']],
  [train('--derivative current --solver closed-form'), ['closed-form', 'derivative current', 'not linear']],
  [relax('--derivative current --solver equilibrium'), ['equilibrium', 'derivative current', 'not linear']],
  [relax('--derivative current --duration 5'), ['duration', 'derivative current', 'not linear']],
  [relax('--band 0.1'), ['relaxation.band', 'without a duration', 'expected a duration']],
  [relax('--band 0.1 --duration 5'), ['relaxation.band', 'no slope changes', 'Try derivative current']],
  [relax('--band 0.1 --duration 5 --derivative current'), ['duration', 'not linear']],
  [
    relax('--schedule asynchronous --solver closed-form'),
    ['closed-form', 'asynchronous', 'Try solver euler'],
  ],
  [relax('--feedback random'), ['layers.1.feedback', '[6, 10]', 'feedback transpose']],
  [train('--feedback-learning-rate 0.1'), ['feedbackLearningRate', 'transpose', 'only learned feedback']],
  [relax('--plasticity continuous'), ['no learning rate', 'per tau', 'Try --learning-rate']],
  [relax('--weight-decay 0.1'), ['--weight-decay', 'plasticity equilibrium', 'continuous']],
  [
    relax('--plasticity continuous --learning-rate 0.1 --engine events'),
    ['2 samples', 'expected 1', 'the batched engine'],
  ],
  [train('--plasticity continuous --engine events'), ['train.batchSize', '64', 'continuous']],
  [relax('--bias excluded --derivative none --update-derivative none'), ['variant.bias', 'no derivative']],
];

describe.concurrent('choices without a meaning are refused, by name', () => {
  it.each(refusals)('%s', async (args, says) => {
    await expectRefusal({ what: args.join(' '), args, says, env });
    expect(existsSync(out)).toBe(false);
  });
});

describe.concurrent('train with variants', () => {
  const common = '--epochs 1 --batch-size 10 --quiet --json --steps 8 --step-size 0.5'.split(' ');
  const run = async (name: string, options: string) => {
    const directory = join(folder, name);
    const args = ['train', tiny, '--out', directory, ...common, ...options.split(' ')];
    const { code, stderr } = await here(args, env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return directory;
  };

  it('keeps its choices in config.json, and feedback weights in the checkpoint', async () => {
    const options = '--feedback learned --feedback-learning-rate 0.01 --weight-decay 0.001 --derivative none';
    const directory = await run('learned', options);
    const configuration = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'));
    expect(configuration.variant).toMatchObject({
      feedback: 'learned',
      derivative: 'none',
      bias: 'included',
    });
    expect(configuration).toMatchObject({ feedbackLearningRate: 0.01, weightDecay: 0.001 });
    const { tensors } = readSafetensors(join(directory, 'checkpoint.safetensors'));
    expect(tensors.get('layers.1.feedback')?.shape).toEqual([6, 10]);
    expect(tensors.has('layers.0.feedback')).toBe(false);
  });

  it('takes its settings from a file, and options beside it', async () => {
    const first = await run('given', '--feedback random --presynaptic current --weight-decay 0.001 --seed 4');
    const config = join(first, 'config.json');
    const stored = JSON.parse(readFileSync(config, 'utf8'));
    const directory = join(folder, 'taken');
    const options = ['--config', config, '--seed', '5', '--presynaptic', 'stored', '--quiet', '--json'];
    const { code, stderr } = await here(['train', '--out', directory, ...options], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'))).toEqual({
      ...stored,
      seed: 5,
      variant: { ...stored.variant, presynaptic: 'stored' },
    });
    const spoilt = jsonFile(folder, 'spoilt.json', { ...stored, variant: { feedbak: 'random' } });
    await expectRefusal({
      what: 'an unknown key',
      args: ['train', '--config', spoilt, '--out', out],
      says: ['spoilt.json', '"feedbak"', 'Try "feedback"'],
      env,
    });
  });

  it('is resumed with the same bytes, whatever order neurons step in', async () => {
    const options = '--schedule asynchronous --derivative current --feedback random --checkpoint-every 5';
    const whole = await run('whole', options);
    const halves = await run('halves', `${options} --limit-train-batches 12`);
    const again = await here(['train', '--resume', halves, '--epochs', '2', '--quiet'], env);
    expect(again.code).toBe(0);
    const other = await run('other', `${options} --limit-train-batches 12 --epochs 2`);
    const bytes = (directory: string) => readFileSync(join(directory, 'checkpoint.safetensors'));
    expect(bytes(halves).equals(bytes(other))).toBe(true);
    expect(bytes(whole).equals(bytes(other))).toBe(false);
  });
});
