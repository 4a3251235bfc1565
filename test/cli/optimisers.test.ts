import { describe, expect, it } from 'vitest';
import { configurationFrom } from '../../src/cli/train/configuration.js';
import { type TrainOptions, trainOptions } from '../../src/cli/train/options.js';
import { refusal } from '../network/refusals.js';
import { here } from './here.js';
import { jsonFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();

function configured(options: string) {
  const command = trainOptions();
  command.parse(options.split(' '), { from: 'user' });
  return configurationFrom(undefined, command.opts<TrainOptions>());
}

const adam = { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

describe('train --optimiser', () => {
  it('has the options of the optimiser, the rest as by default', () => {
    expect(configured('--optimiser adam --beta1 0.8 --clip 0.5')).toMatchObject({
      ...{ optimiser: { ...adam, beta1: 0.8 }, clip: 0.5, learningRate: 0.001 },
    });
    expect(configured('--optimiser momentum --nesterov')).toMatchObject({
      ...{ optimiser: { name: 'momentum', momentum: 0.9, nesterov: true }, learningRate: 0.064 },
    });
    expect(configured('--optimiser adam --learning-rate 0.01').learningRate).toBe(0.01);
    expect(configured('--optimiser sgd')).not.toHaveProperty('optimiser');
    expect(configured('--optimiser adamw')).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 });
    expect(configured('--optimiser adamw --weight-decay 0').weightDecay).toBe(0);
    expect(configured('--optimiser rmsprop')).toMatchObject({ learningRate: 0.01, weightDecay: 0 });
  });

  it('takes it from a file, with options beside it; of another one nothing stays', () => {
    const file = jsonFile(folder, 'adam.json', { optimiser: { name: 'adam', beta1: 0.7 } });
    expect(configured(`--config ${file} --beta2 0.5`).optimiser).toEqual({ ...adam, beta1: 0.7, beta2: 0.5 });
    expect(configured(`--config ${file} --optimiser momentum`).optimiser?.name).toBe('momentum');
    expect(configured(`--config ${file} --optimiser sgd`)).not.toHaveProperty('optimiser');
    const named = jsonFile(folder, 'named.json', { optimiser: 'adam' });
    expect(configured(`--config ${named}`).optimiser).toEqual(adam);
    expect(refusal(() => configured(`--config ${file} --momentum 0.5`))).toBe(
      '--momentum: got it with optimiser adam, expected optimiser momentum or nesterov or rmsprop. Try optimiser momentum.',
    );
  });

  it('refuses what is none in a file', () => {
    const odd = [
      [7, 'got 7, expected an object'],
      [{ toString: 1 }, 'name: got nothing'],
      [[], 'got \\[\\]'],
    ] as const;
    for (const [optimiser, says] of odd) {
      const file = jsonFile(folder, 'odd.json', { optimiser });
      expect(refusal(() => configured(`--config ${file}`))).toMatch(new RegExp(`optimiser.*${says}`));
    }
  });

  const rate = 'got 1, expected a number of at least 0 and below 1.';
  const early = 'its weights move before a gradient is complete.';
  it.each([
    [
      '--optimiser adan',
      'train.optimiser.name: got "adan", expected one of sgd, momentum, nesterov, rmsprop, adam, adamw. Try "adam".',
    ],
    [
      '--beta1 0.5',
      '--beta1: got it with optimiser sgd, expected optimiser adam or adamw. Try optimiser adam.',
    ],
    ['--optimiser adam --beta2 1', `train.optimiser.beta2: ${rate}`],
    ['--optimiser adam --epsilon 0', 'train.optimiser.epsilon: got 0, expected a number above 0.'],
    [
      '--optimiser momentum --momentum 0',
      'train.optimiser.momentum: got 0, expected a number above 0 and below 1.',
    ],
    [
      '--clip-norm 1 --engine events',
      'train.clipNorm: got 1 with engine events, expected none: the norm of all gradients is not local, and no synapse hears ' +
        'of the others. Try clip, which brings each gradient to a range by itself, or engine batched.',
    ],
    [
      '--clip-norm 1 --clip 1',
      'train.clipNorm: got 1 with a clip of 1, expected one of them: by value, or by norm.',
    ],
    [
      '--optimiser adam --plasticity continuous',
      `train.optimiser with rule ar, plasticity continuous: got adam, expected sgd: ${early}`,
    ],
    [
      '--clip 0.1 --rule pc --plasticity continuous',
      `train.clip with rule pc, plasticity continuous: got 0.1, expected none: ${early}`,
    ],
  ])('refuses %s', (options, says) => {
    expect(refusal(() => configured(options))).toBe(says);
  });
});

it('audit says that clipping by norm is not local', async () => {
  const { code, stdout } = await here([
    'audit',
    '--rule',
    'fa',
    '--optimiser',
    'rmsprop',
    '--clip-norm',
    '1',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^fa, optimiser rmsprop, clipped by norm: L4\n/);
  expect(stdout).toMatch(/weight +square_avg +own trace, since the last update +L1/);
  expect(stdout).toMatch(/weight +norm of all gradients +the gradients of all synapses of the network +L4/);
});

it('audit says what an optimiser adds, and that it was derived', async () => {
  const { code, stdout } = await here(['audit', '--rule', 'fa', '--optimiser', 'adam']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/weight +exp_avg_sq +own trace, since the last update +L1/);
  expect(stdout).toMatch(/weight +number of updates +a signal that all hear at once +L2/);
  expect(stdout).toContain(
    'as declared\nwhole layers: held to the synapses one by one\n' +
      'what optimiser adam adds: derived from its equations, not watched\n',
  );
});
