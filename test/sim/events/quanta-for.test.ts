import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialParameters, matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { ActivationName } from '../../../src/neurons/activations.js';
import { quantaFor } from '../../../src/sim/events/build/quanta-for.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import { variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';
import { continuous, equilibrium, type GraphDescription, type PerNode } from '../../reference/index.js';
import { bounds, expectWithin, setUp } from './bounds.js';

const rule = rules.ar;
const steepest: Partial<Record<ActivationName, number>> = {
  linear: 1,
  relu: 1,
  tanh: 1,
  sigmoid: 0.25,
  softplus: 1,
};

// a -> b -> c -> out, one unit each; linear but for c.
const line = (activation: ActivationName) =>
  parseNetwork({
    inputs: { u: [1] },
    nodes: {
      a: { type: 'dense', units: 1, activation: 'linear', from: ['u'] },
      b: { type: 'dense', units: 1, activation: 'linear', from: ['a'] },
      c: { type: 'dense', units: 1, activation, from: ['b'] },
      out: { type: 'dense', units: 1, activation: 'linear', from: ['c'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
const weights = { a: 7, b: 2, c: -5, out: 11 };
const lineParameters = Object.fromEntries(
  Object.entries(weights).flatMap(([node, w]) => [
    [`${node}.weight`, matrix([[w]])],
    [`${node}.bias`, { shape: [1], data: Float64Array.of(0) }],
  ]),
);

/** Any feed-forward graph of up to five hidden nodes, each with any parents, and an output above all that lead nowhere. */
const anyGraph = fc
  .array(
    fc.record({
      units: fc.integer({ min: 1, max: 5 }),
      activation: fc.constantFrom(...(Object.keys(steepest) as ActivationName[])),
      parents: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((hidden): GraphDescription & { readonly init: unknown } => {
    const names = ['u', ...hidden.map((_, i) => `h${i}`)];
    const nodes = hidden.map(({ units, activation, parents }, i) => {
      const from = names.slice(0, i + 1).filter((_, k) => parents[k]);
      return [
        `h${i}`,
        { type: 'dense' as const, units, activation, from: from.length > 0 ? from : ['u'] },
      ] as const;
    });
    const taken = new Set(nodes.flatMap(([, { from }]) => from));
    const from = names.filter((name) => !taken.has(name));
    const out = { type: 'dense' as const, units: 2, activation: 'linear' as const, from };
    return {
      inputs: { u: [3] },
      nodes: { ...Object.fromEntries(nodes), out },
      outputs: { out: { loss: 'mse' } },
      init: { weight: { type: 'normal', sd: 0.8 } },
    };
  });

const everywhere = (bound: PerNode, error: number): PerNode =>
  Object.fromEntries(
    Object.entries(bound).map(([node, rows]) => [node, rows.map((row) => row.map(() => error))]),
  );

describe('quanta for a wanted error', () => {
  it('share it equally among the nodes above, as worked out by hand', () => {
    // b is off by 5 q_c, a by 2 q_b + 10 q_c; each may have half of 1 there. Nobody hears a.
    expect(quantaFor(line('linear'), lineParameters, 1)).toEqual({ a: 1, b: 0.25, c: 0.05 });
    // c says a quarter at most.
    expect(quantaFor(line('sigmoid'), lineParameters, 1)).toEqual({ a: 1, b: 0.25, c: 0.2 });
    expect(quantaFor(line('linear'), lineParameters, 0.5)).toEqual({ a: 0.5, b: 0.125, c: 0.025 });
  });

  it('go by what carries messages down under the rule', () => {
    const undone = arVariant(variantOf({ derivative: 'none' }));
    expect(quantaFor(line('sigmoid'), lineParameters, 1, undone).c).toBe(0.05);
    const random = arVariant(variantOf({ feedback: 'random' }));
    const own = { 'b.feedback': matrix([[1]]), 'c.feedback': matrix([[3]]), 'out.feedback': matrix([[1]]) };
    // b is off by 3 q_c, a by q_b + 3 q_c.
    const quanta = quantaFor(line('linear'), { ...lineParameters, ...own }, 1, random);
    expect(quanta).toEqual({ a: 1, b: 0.5, c: expect.closeTo(1 / 6, 15) });
    const relaxing = arVariant(variantOf({ inputs: 'relaxing' }));
    // u hears a, and is off by 7 q_a + 14 q_b + 70 q_c.
    const three = quantaFor(line('linear'), lineParameters, 1, relaxing);
    expect(three).toEqual({
      a: expect.closeTo(1 / 21, 15),
      b: expect.closeTo(1 / 42, 15),
      c: expect.closeTo(1 / 210, 15),
    });
  });

  it('keep every error below it at every time, on any graph, and the worst bound is the error itself', () => {
    const anyNetwork = fc.oneof(fc.constantFrom(...Object.values(networks)), anyGraph);
    const anySeed = fc.integer({ min: 1, max: 1000 });
    const anyGrain = fc.constantFrom('synapse' as const, 'arbor' as const);
    const law = fc.property(anyNetwork, anySeed, anyGrain, (description, seed, grain) => {
      const problem = setUp(description, seed);
      const { network, parameters, batch } = problem;
      const example = [description, asSet(parameters), forReference(batch)] as const;
      const error = 0.3;
      const quantum = quantaFor(network, parameters, error);
      const steepness = (node: string) => steepest[network.nodes[node].activation]!;
      const bound = bounds(problem, (node) => quantum[node], steepness);
      const worst = Math.max(...Object.values(bound).flat(2));
      if (worst > 0) expect(worst / error).toBeCloseTo(1, 12);
      const simulator = new EventSimulator(network, parameters, { grain });
      const timed = relaxationOf({ messages: 'threshold', quantum, duration: 4, stepSize: 1 });
      const { course } = simulator.relax(batch, { rule, relaxation: timed, record: true });
      const wanted = everywhere(bound, error);
      for (const [k, frame] of course.entries()) {
        expectWithin(frame, continuous(...example, { time: k }).activity, wanted);
      }
      const { activity } = simulator.relax(batch, {
        rule,
        relaxation: relaxationOf({ messages: 'threshold', quantum }),
      });
      expectWithin(activity, equilibrium(...example).activity, wanted);
    });
    fc.assert(law, { seed: 3, numRuns: 25 });
  });

  it('are refused for an error that is none, other parameters, and a rule without threshold messages', () => {
    const network = line('linear');
    expect(refusal(() => quantaFor(network, lineParameters, 0))).toContain('quantaFor.error: got 0');
    const other = initialParameters(parseNetwork(networks['no hidden layer']), 1);
    expect(refusal(() => quantaFor(network, other, 1))).toContain('parameters');
    const random = arVariant(variantOf({ feedback: 'random' }));
    expect(refusal(() => quantaFor(network, lineParameters, 1, random))).toContain('.feedback');
    const vast = { ...lineParameters, 'b.weight': matrix([[1e200]]), 'c.weight': matrix([[1e200]]) };
    expect(refusal(() => quantaFor(network, vast, 1))).toContain('expected finite products of weights');
    const current = arVariant(variantOf({ derivative: 'current' }));
    expect(refusal(() => quantaFor(network, lineParameters, 1, current))).toContain(
      'quantaFor with rule ar, derivative current',
    );
  });
});
