import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findPeer } from '../../bench/python.js';
import type { TraceColumns } from '../../src/messages/message.js';
import { followingOf } from '../../src/sim/events/following.js';
import type { LearningRates } from '../../src/sim/simulator.js';
import { follow } from '../../src/synapses/following.js';
import { optimiser } from '../../src/synapses/optimiser.js';
import { adam } from '../../src/synapses/optimisers/adam.js';
import { adamw } from '../../src/synapses/optimisers/adamw.js';
import { momentum } from '../../src/synapses/optimisers/momentum.js';
import { nesterov } from '../../src/synapses/optimisers/nesterov.js';
import { rmsprop } from '../../src/synapses/optimisers/rmsprop.js';
import { standardOptimiser } from '../../src/synapses/optimisers.js';
import { deviation, numbers, TorchOptimiser, type TorchOptions } from '../reference/index.js';

const names = ['h.weight', 'h.bias', 'h.feedback'];
const updates = 20;

/** Settings as PyTorch has them, and as we do. */
const settings: readonly (readonly [TorchOptions, LearningRates])[] = [
  [
    { optim: 'SGD', lr: 0.1, weightDecay: 0.1, clip: 0.5, feedbackLr: 0.05 },
    { learningRate: 0.1, feedbackLearningRate: 0.05, weightDecay: 0.1, clip: 0.5 },
  ],
  [
    { optim: 'SGD', lr: 0.1, momentum: 0.9, weightDecay: 0.1 },
    { learningRate: 0.1, optimiser: optimiser(momentum), weightDecay: 0.1 },
  ],
  [
    { optim: 'SGD', lr: 0.1, momentum: 0.7, nesterov: true, weightDecay: 0.1, clip: 0.3 },
    {
      ...{ learningRate: 0.1, weightDecay: 0.1, clip: 0.3 },
      optimiser: optimiser(momentum, { momentum: 0.7, nesterov: true }),
    },
  ],
  [
    { optim: 'Adam', lr: 0.01 },
    { learningRate: 0.01, optimiser: optimiser(adam) },
  ],
  [
    { optim: 'Adam', lr: 0.1, betas: [0.5, 0.9], eps: 0.01, weightDecay: 0.1, clip: 0.5, feedbackLr: 0.05 },
    {
      ...{ learningRate: 0.1, feedbackLearningRate: 0.05, weightDecay: 0.1, clip: 0.5 },
      optimiser: optimiser(adam, { beta1: 0.5, beta2: 0.9, epsilon: 0.01 }),
    },
  ],
  [
    { optim: 'SGD', lr: 0.05, momentum: 0.9, nesterov: true },
    { learningRate: 0.05, optimiser: optimiser(nesterov) },
  ],
  [
    { optim: 'RMSprop', lr: 0.01 },
    { learningRate: 0.01, optimiser: optimiser(rmsprop) },
  ],
  [
    {
      ...{ optim: 'RMSprop', lr: 0.02, alpha: 0.9, eps: 0.01, momentum: 0.5, centered: true },
      ...{ weightDecay: 0.1, feedbackLr: 0.05 },
    },
    {
      ...{ learningRate: 0.02, feedbackLearningRate: 0.05, weightDecay: 0.1 },
      optimiser: optimiser(rmsprop, { alpha: 0.9, epsilon: 0.01, momentum: 0.5, centred: true }),
    },
  ],
  [
    { optim: 'AdamW', lr: 0.05, weightDecay: 0.2, betas: [0.8, 0.95], feedbackLr: 0.1 },
    {
      ...{ learningRate: 0.05, feedbackLearningRate: 0.1, weightDecay: 0.2 },
      optimiser: optimiser(adamw, { beta1: 0.8, beta2: 0.95 }),
    },
  ],
];

const next = numbers(3);
const some = () => Object.fromEntries(names.map((name) => [name, Array.from({ length: 5 }, next)]));
const parameters = some();
/** Of sizes from 1e-6 to 1, one of them always 0. */
const gradients = Array.from({ length: updates }, () =>
  Object.fromEntries(
    Object.entries(some()).map(([name, list]) => [
      name,
      list.map((g, i) => (i === 4 ? 0 : g * 10 ** (-2 * i))),
    ]),
  ),
);

/** Parameters after every update, as our synapses have them. */
function ours(rates: LearningRates): Record<string, number[]>[] {
  const weights = new Map(names.map((name) => [name, Float64Array.from(parameters[name])]));
  const traces = new Map<string, TraceColumns>(names.map((name) => [name, new Map()]));
  return gradients.map((gradient, i) => {
    for (const [name, values] of weights) {
      const following = followingOf(name, { optimiser: standardOptimiser, ...rates, update: i + 1 }, 1)!;
      follow(following, values, Float64Array.from(gradient[name]), traces.get(name)!);
    }
    return Object.fromEntries([...weights].map(([name, values]) => [name, [...values]]));
  });
}

/** As the reference of the tests has them. */
function referred(options: TorchOptions): Record<string, number[]>[] {
  const reference = new TorchOptimiser(options);
  let set = Object.fromEntries(
    names.map((name) => [name, { shape: [5], data: parameters[name] as ArrayLike<number> }]),
  );
  return gradients.map((gradient) => {
    set = reference.step(set, gradient) as typeof set;
    return Object.fromEntries(names.map((name) => [name, Array.from(set[name].data)]));
  });
}

const distance = (got: readonly Record<string, number[]>[], wanted: readonly Record<string, number[]>[]) =>
  Math.max(
    ...got.map((one, i) => deviation(one, wanted[i], 1)),
    got.length === wanted.length ? 0 : Number.NaN,
  );

it('weights follow the same gradients as the reference does, one update after the other', () => {
  for (const [torch, rates] of settings) expect(distance(ours(rates), referred(torch))).toBeLessThan(1e-14);
});

it('weights follow the same gradients as PyTorch has them', { timeout: 300_000 }, (context) => {
  const found = findPeer('torch');
  if ('reason' in found) return context.skip(found.reason);
  const file = fileURLToPath(new URL('optimisers.py', import.meta.url));
  const tasks = settings.map(([torch]) => ({ ...torch, parameters, gradients }));
  const { stdout, stderr, status } = spawnSync(found.python, [file], {
    input: JSON.stringify({ tasks }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect(status, stderr).toBe(0);
  const { courses } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  for (const [i, [torch, rates]] of settings.entries()) {
    expect(distance(ours(rates), courses[i]), JSON.stringify(torch)).toBeLessThan(1e-14);
    expect(distance(referred(torch), courses[i]), JSON.stringify(torch)).toBeLessThan(1e-14);
  }
});
