import { beforeAll, describe, expect, it } from 'vitest';
import { bp } from '../../../../src/rules/bp.js';
import { chl } from '../../../../src/rules/chl.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { phased } from '../../../../src/sim/phased.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { tried } from '../../../backends.js';
import {
  backprop,
  chain,
  contrastiveHebbian,
  type Description,
  descend,
  deviation,
  type Example,
  equilibriumPropagation,
  feedbackAlignment,
  type Gradient,
  type Played,
  predictiveCoding,
  tangle,
} from '../../../reference/index.js';
import { combinations } from './combinations.js';
import { distance, exact, given, shown, trained } from './exact.js';

const learningRate = 0.3;

/** The same parent twice, a skip, and two outputs that nobody hears. */
const twice = (activation: string, loss: string): Description => ({
  inputs: { u: [3] },
  nodes: {
    out: { type: 'dense', units: 2, activation, from: ['hidden', 'u', 'hidden'] },
    side: { type: 'dense', units: 3, activation, from: ['hidden'] },
    hidden: { type: 'dense', units: 4, activation, from: ['u', 'u'] },
  },
  outputs: { out: { loss }, side: { loss } },
});
/** Each activation and each loss, on chains and on graphs. */
const networks: [string, Description][] = [
  ['a graph, tanh', tangle('tanh', 'mse')],
  ['a chain, relu, cross-entropy', chain('relu', 'cross-entropy')],
  ['the same parent twice, softplus, cross-entropy', twice('softplus', 'cross-entropy')],
  ['a chain, tanh', chain('tanh', 'mse')],
  ['a graph, sigmoid, cross-entropy', tangle('sigmoid', 'cross-entropy')],
  ['a graph, relu', tangle('relu', 'mse')],
  ['the same parent twice, linear', twice('linear', 'mse')],
];

interface Case {
  readonly name: string;
  readonly rule: PhasedRule;
  reference(...example: Example): Played;
}

const pcCases: Case[] = combinations({
  convention: ['post-activation', 'pre-activation'] as const,
  predictions: ['current', 'frozen'] as const,
  plasticity: ['equilibrium', 'continuous'] as const,
}).map((options) => {
  // Of a variance of 1 there is nothing to multiply by: one case has it.
  const { convention, predictions, plasticity } = options;
  const plain = convention === 'post-activation' && predictions === 'current' && plasticity === 'equilibrium';
  const outputVariance = plain ? 1 : 3;
  const all = { ...options, outputVariance, steps: 4, stepSize: 0.2 };
  const rule = phased(pc, all);
  return {
    name: rule.name,
    rule,
    reference: (...example) => predictiveCoding(...example, { ...all, learningRate }),
  };
});

const epCases: Case[] = combinations({
  nudging: ['one-sided', 'symmetric'] as const,
  beta: [0.5, 0.2],
}).map((options) => {
  const all = { ...options, freeSteps: 5, nudgedSteps: 3, stepSize: 0.4 };
  const rule = phased(ep, all);
  return { name: rule.name, rule, reference: (...example) => equilibriumPropagation(...example, all) };
});

const chlCases: Case[] = [0.5, 1].map((gamma) => {
  const all = { gamma, freeSteps: 5, clampedSteps: 3, stepSize: 0.4 };
  const rule = phased(chl, all);
  return { name: rule.name, rule, reference: (...example) => contrastiveHebbian(...example, all) };
});

const alignmentCases: Case[] = [
  { name: 'fa', rule: phased(fa), reference: (...example) => feedbackAlignment(...example, 'feedback') },
  { name: 'dfa', rule: phased(dfa), reference: (...example) => feedbackAlignment(...example, 'direct') },
];

/** The reference's parameters after three presentations of the same batch. */
function trainedReference({ reference }: Case, [network, params, batch]: Example): Gradient {
  let now = params;
  for (let k = 0; k < 3; k++) {
    const { gradient } = reference(network, now, batch);
    const still = Object.entries(now).map(([name, { data }]) => [name, Array.from(data, () => 0)]);
    now = descend(now, { ...Object.fromEntries(still), ...gradient }, learningRate);
  }
  return Object.fromEntries(Object.entries(now).map(([name, { data }]) => [name, Array.from(data)]));
}

const all = [...pcCases, ...epCases, ...chlCases, ...alignmentCases].map((one) => [one.name, one] as const);

describe.each(all)('%s is what its equations say', (_, one) => {
  it('in float64: every state after every step, gradients, energies', () => {
    for (const [network, description] of networks) {
      const { problem, reference } = given(description, one.rule);
      const got = shown(problem, one.rule, exact, { learningRate });
      expect(distance(got, one.reference(...reference)), network).toBeLessThan(1e-12);
    }
  });

  it('in float64: parameters after three presentations', () => {
    for (const [network, description] of networks.slice(0, 2)) {
      const { problem, reference } = given(description, one.rule, 2);
      const got = trained(problem, one.rule, exact, learningRate);
      expect(deviation(got, trainedReference(one, reference), 1), network).toBeLessThan(1e-12);
    }
  });
});

describe.each(all)('%s in float32', (_, one) => {
  beforeAll(async () => {
    expect((await startBackend(tried)).name).toBe(tried);
  });

  it('is what its equations say, on the backend that is tried', () => {
    for (const [network, description] of networks.slice(0, 3)) {
      const { problem, reference } = given(description, one.rule);
      const got = shown(problem, one.rule, tfjs, { learningRate });
      expect(distance(got, one.reference(...reference), 0.1), network).toBeLessThan(1e-5);
    }
  });
});

it('the messages of backpropagation are the gradient', () => {
  for (const [network, description] of networks) {
    const { problem, reference } = given(description, phased(bp));
    const { gradient } = shown(problem, phased(bp), exact);
    const numbers = Object.fromEntries(Object.entries(gradient).map(([name, { data }]) => [name, data]));
    expect(deviation(numbers, backprop(...reference), 1), network).toBeLessThan(1e-12);
  }
});
