import { beforeAll, describe, expect, it } from 'vitest';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { dfa } from '../../src/rules/dfa.js';
import { ep } from '../../src/rules/ep.js';
import { fa } from '../../src/rules/fa.js';
import { pc } from '../../src/rules/pc.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Rule } from '../../src/sim/rule.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { rules } from '../../src/sim/rules.js';
import type { LearningRates, Simulator } from '../../src/sim/simulator.js';
import { variantOf } from '../../src/sim/variant.js';
import { optimiser } from '../../src/synapses/optimiser.js';
import { adam } from '../../src/synapses/optimisers/adam.js';
import { adamw } from '../../src/synapses/optimisers/adamw.js';
import { momentum } from '../../src/synapses/optimisers/momentum.js';
import { nesterov } from '../../src/synapses/optimisers/nesterov.js';
import { rmsprop } from '../../src/synapses/optimisers/rmsprop.js';
import { tried } from '../backends.js';
import {
  backprop,
  type Description,
  deviation,
  type Example,
  equilibriumPropagation,
  feedbackAlignment,
  type Gradient,
  predictiveCoding,
  relaxVariant,
  standardChoices,
  TorchOptimiser,
  type TorchOptions,
  tangle,
} from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { numbersOf } from '../sim/batched/problem.js';
import { referenceOptions } from './orders.js';
import { asSet, forReference, randomBatch } from './problems.js';

/** Settings as we have them, and as PyTorch has them. */
const settings: readonly (readonly [string, LearningRates, TorchOptions])[] = [
  ['sgd, clipped', { learningRate: 0.1, clip: 0.01 }, { optim: 'SGD', lr: 0.1, clip: 0.01 }],
  [
    'momentum',
    { learningRate: 0.1, optimiser: optimiser(momentum, { momentum: 0.8 }), weightDecay: 0.1 },
    { optim: 'SGD', lr: 0.1, momentum: 0.8, weightDecay: 0.1 },
  ],
  [
    'momentum, nesterov, clipped, decaying',
    { learningRate: 0.1, optimiser: optimiser(momentum, { nesterov: true }), clip: 0.02, weightDecay: 0.1 },
    { optim: 'SGD', lr: 0.1, momentum: 0.9, nesterov: true, clip: 0.02, weightDecay: 0.1 },
  ],
  // A gradient that is zero but for rounding, over epsilon, is what two orders of additions differ by.
  [
    'adam',
    { learningRate: 0.01, optimiser: optimiser(adam, { epsilon: 1e-4 }) },
    { optim: 'Adam', lr: 0.01, eps: 1e-4 },
  ],
  [
    'adam, clipped, decaying, other options',
    {
      learningRate: 0.01,
      optimiser: optimiser(adam, { beta1: 0.7, beta2: 0.95, epsilon: 1e-3 }),
      clip: 0.02,
      weightDecay: 0.1,
    },
    { optim: 'Adam', lr: 0.01, betas: [0.7, 0.95], eps: 1e-3, clip: 0.02, weightDecay: 0.1 },
  ],
  [
    'nesterov',
    { learningRate: 0.1, optimiser: optimiser(nesterov, { momentum: 0.7 }) },
    { optim: 'SGD', lr: 0.1, momentum: 0.7, nesterov: true },
  ],
  [
    'rmsprop, decaying',
    { learningRate: 0.01, optimiser: optimiser(rmsprop, { epsilon: 1e-3 }), weightDecay: 0.1 },
    { optim: 'RMSprop', lr: 0.01, eps: 1e-3, weightDecay: 0.1 },
  ],
  [
    'rmsprop, centred, with momentum',
    {
      learningRate: 0.01,
      optimiser: optimiser(rmsprop, { alpha: 0.9, epsilon: 1e-2, momentum: 0.5, centred: true }),
    },
    { optim: 'RMSprop', lr: 0.01, alpha: 0.9, eps: 1e-2, momentum: 0.5, centered: true },
  ],
  [
    'adamw',
    { learningRate: 0.01, optimiser: optimiser(adamw, { epsilon: 1e-3 }), weightDecay: 0.5 },
    { optim: 'AdamW', lr: 0.01, eps: 1e-3, weightDecay: 0.5 },
  ],
  [
    'sgd, clipped by norm, decaying',
    { learningRate: 0.1, clipNorm: 0.05, weightDecay: 0.1 },
    { optim: 'SGD', lr: 0.1, clipNorm: 0.05, weightDecay: 0.1 },
  ],
  [
    'adamw, a norm that is seldom reached',
    { learningRate: 0.01, optimiser: optimiser(adamw, { epsilon: 1e-3 }), clipNorm: 1.2 },
    { optim: 'AdamW', lr: 0.01, eps: 1e-3, clipNorm: 1.2 },
  ],
];

const relaxation = relaxationOf({ steps: 4, stepSize: 0.2, solver: 'euler' });
const epOptions = { nudging: 'symmetric', beta: 0.5, freeSteps: 4, nudgedSteps: 2, stepSize: 0.4 } as const;
const pcOptions = {
  convention: 'post-activation',
  predictions: 'current',
  plasticity: 'equilibrium',
  outputVariance: 1,
  steps: 4,
  stepSize: 0.2,
} as const;

/** A rule, and its gradient by the reference. */
const learned: readonly (readonly [string, Rule, (...example: Example) => Gradient])[] = [
  ['ar', rules.ar, (...of) => relaxVariant(...of, { ...arOptions(of[0]), learningRate: 1 }).gradient],
  [
    'ar, feedback learned',
    arVariant(variantOf({ feedback: 'learned' })),
    (...of) => relaxVariant(...of, { ...arOptions(of[0]), feedback: 'learned', learningRate: 1 }).gradient,
  ],
  [
    'pc',
    phased(pc, pcOptions),
    (...of) => predictiveCoding(...of, { ...pcOptions, learningRate: 1 }).gradient,
  ],
  ['ep', phased(ep, epOptions), (...of) => equilibriumPropagation(...of, epOptions).gradient],
  ['fa', phased(fa), (...of) => feedbackAlignment(...of, 'feedback').gradient],
  ['dfa', phased(dfa), (...of) => feedbackAlignment(...of, 'direct').gradient],
  ['bp', rules.bp, backprop],
];

function arOptions(description: Description) {
  return referenceOptions(description, relaxation, standardChoices);
}

const updates = 20;
/** In float32; what ep learns is a difference of two phases, which has their rounding and less to be relative to. */
const float32 = (name: string) => (name === 'ep' ? 3e-5 : 1e-5);
const description = tangle('sigmoid', 'mse');

/** Of feedback weights: a rate of their own, where the rule has any that learn. */
const withOwnRate = (rule: Rule, rates: LearningRates): LearningRates =>
  rule.kind === 'relaxation' && rule.feedback.learns
    ? { ...rates, feedbackLearningRate: rates.learningRate / 2 }
    : rates;

function problem(rule: Rule) {
  const network = parseNetwork(description);
  const batches = Array.from({ length: updates }, (_, i) => randomBatch(network, 3, i + 1));
  return { network, parameters: initialParameters(network, 7, pathwayOf(rule)), batches };
}

function trained(
  simulator: Simulator,
  rule: Rule,
  rates: LearningRates,
  batches: ReturnType<typeof problem>['batches'],
) {
  for (const batch of batches) simulator.train(batch, { rule, relaxation, ...rates });
  const numbers = numbersOf({ ...simulator.parameters(), ...simulator.optimiserState().traces });
  simulator.dispose();
  return numbers;
}

function expectRefused(rule: Rule, rates: LearningRates, batch: ReturnType<typeof problem>['batches'][0]) {
  const { network, parameters } = problem(rule);
  const events = new EventSimulator(network, parameters);
  expect(() => events.train(batch, { rule, relaxation, ...rates })).toThrow(
    /train.clipNorm: got .* with engine events, expected none: the norm of all gradients is not local/,
  );
}

beforeAll(() => startBackend(tried));

describe.each(settings)('%s', (_, given, torch) => {
  it.each(learned)(
    'both engines are where PyTorch would be, traces and all, rule %s',
    (name, rule, gradientOf) => {
      const { network, parameters, batches } = problem(rule);
      const rates = withOwnRate(rule, given);
      const { feedbackLearningRate: feedbackLr } = rates;
      const reference = new TorchOptimiser({ ...torch, ...(feedbackLr !== undefined && { feedbackLr }) });
      let set = asSet(parameters);
      for (const batch of batches)
        set = reference.step(set, gradientOf(description, set, forReference(batch)));
      const weights = Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));
      const wanted = { ...weights, ...reference.state };
      const end = (simulator: Simulator) => deviation(trained(simulator, rule, rates, batches), wanted, 1);
      expect(end(new BatchedSimulator(network, parameters, exact))).toBeLessThan(1e-12);
      expect(end(new BatchedSimulator(network, parameters, tfjs))).toBeLessThan(float32(name));
      if (rule.kind === 'backpropagation') return;
      if (rates.clipNorm !== undefined) return expectRefused(rule, rates, batches[0]);
      for (const grain of ['arbor', 'synapse'] as const)
        expect(end(new EventSimulator(network, parameters, { grain })), grain).toBeLessThan(1e-12);
    },
  );
});
