import { beforeAll, describe, expect, it } from 'vitest';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { dfa } from '../../src/rules/dfa.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { rules } from '../../src/sim/rules.js';
import type { LearningRates, Simulator } from '../../src/sim/simulator.js';
import { variantOf } from '../../src/sim/variant.js';
import { optimiser } from '../../src/synapses/optimiser.js';
import { adam } from '../../src/synapses/optimisers/adam.js';
import { momentum } from '../../src/synapses/optimisers/momentum.js';
import { randomBatch } from '../agreement/problems.js';
import { tried } from '../backends.js';
import { refusal } from '../network/refusals.js';

const layer = { type: 'dense', units: 3, activation: 'tanh' };
const network = parseNetwork({ input: [2], layers: [layer, layer], loss: 'mse' });
const parameters = initialParameters(network, 1, pathwayOf(phased(dfa)));
const engines: Readonly<Record<string, () => Simulator>> = {
  batched: () => new BatchedSimulator(network, parameters, tfjs),
  'events, synapse': () => new EventSimulator(network, parameters),
  'events, arbor': () => new EventSimulator(network, parameters, { grain: 'arbor' }),
};
const relaxation = relaxationOf({ solver: 'euler', steps: 3 });
const byAdam = { learningRate: 0.01, optimiser: optimiser(adam) };
const byMomentum = { learningRate: 0.01, optimiser: optimiser(momentum) };
const { ar } = rules;
const train = (
  simulator: Simulator,
  rates: LearningRates,
  seed: number,
  rule: typeof ar | typeof rules.dfa = ar,
) => simulator.train(randomBatch(network, 1, seed), { rule, relaxation, ...rates });

beforeAll(() => startBackend(tried));

describe.each(Object.keys(engines))('optimisers on engine %s', (engine) => {
  const make = engines[engine];

  it('go on from their state, to the bit, under every rule', () => {
    for (const rule of [ar, rules.dfa]) {
      const [one, other] = [make(), make()];
      for (let seed = 1; seed <= 3; seed++) train(one, byAdam, seed, rule);
      other.setParameters(one.parameters());
      other.setOptimiserState(one.optimiserState());
      for (const simulator of [one, other]) train(simulator, byAdam, 4, rule);
      expect(one.optimiserState().updates).toBe(4);
      expect(other.parameters()).toEqual(one.parameters());
      expect(other.optimiserState()).toEqual(one.optimiserState());
    }
  });

  it('keep their traces where a rule of the other kind goes on, and where parameters are set', () => {
    const [one, set] = [make(), make()];
    for (const simulator of [one, set]) {
      train(simulator, byAdam, 1, rules.dfa);
      if (simulator === set) simulator.setParameters(simulator.parameters());
      train(simulator, byAdam, 2, ar);
      if (simulator === set) simulator.setParameters(simulator.parameters());
      train(simulator, byAdam, 3, rules.dfa);
    }
    expect(one.optimiserState().updates).toBe(3);
    expect(set.optimiserState()).toEqual(one.optimiserState());
    expect(set.parameters()).toEqual(one.parameters());
    const fresh = make();
    fresh.setParameters(one.parameters());
    for (const simulator of [one, fresh]) train(simulator, byAdam, 4);
    expect(fresh.parameters()).not.toEqual(one.parameters());
  });

  it('begin anew where another one was used last', () => {
    const [one, other] = [make(), make()];
    train(one, byAdam, 1);
    other.setParameters(one.parameters());
    for (const simulator of [one, other]) train(simulator, byMomentum, 2);
    expect(one.optimiserState()).toEqual(other.optimiserState());
    expect(one.optimiserState()).toMatchObject({ name: 'momentum', updates: 1 });
    expect(one.parameters()).toEqual(other.parameters());
  });

  it('leave no trace of a loss that is not finite, the optimiser being another or not', () => {
    const simulator = make();
    train(simulator, byAdam, 1);
    const [before, state] = [simulator.parameters(), simulator.optimiserState()];
    const large = { shape: [1, 3], data: Float64Array.of(engine === 'batched' ? 1e30 : 1e200, 1, 1) };
    const batch = { ...randomBatch(network, 1, 2), targets: { 'layers.1': large } };
    for (const rates of [byAdam, byMomentum]) {
      const { loss } = simulator.train(batch, { rule: ar, relaxation, ...rates });
      expect(Number.isFinite(loss)).toBe(false);
      expect(simulator.parameters()).toEqual(before);
      expect(simulator.optimiserState()).toEqual(state);
    }
  });

  it('are refused where weights move meanwhile; what is no state of one is, too', () => {
    const simulator = make();
    const rule = arVariant(variantOf({ plasticity: 'continuous' }));
    const batch = randomBatch(network, 1, 1);
    expect(refusal(() => simulator.train(batch, { rule, relaxation, ...byAdam }))).toMatch(
      /train.optimiser with rule ar, plasticity continuous: got adam, expected sgd/,
    );
    expect(refusal(() => simulator.train(batch, { rule: ar, relaxation, learningRate: 1, clip: 0 }))).toMatch(
      /train.clip: got 0, expected a finite number above 0/,
    );
    train(simulator, byAdam, 1);
    const { traces, ...state } = simulator.optimiserState();
    const { 'layers.0.bias.exp_avg': mean, ...others } = traces;
    const put = (changed: object) =>
      refusal(() => simulator.setOptimiserState({ ...state, traces, ...changed }));
    expect(put({ traces: others })).toMatch(
      /layers.0.bias: got traces exp_avg_sq, expected .* exp_avg, exp_avg_sq/,
    );
    expect(put({ traces: { ...traces, 'layers.9.bias.exp_avg': mean } })).toMatch(/"layers.9.bias.exp_avg"/);
    expect(put({ traces: { ...traces, 'layers.0.bias.exp_avg': { ...mean, shape: [4] } } })).toMatch(
      /shape \[4\]/,
    );
    expect(put({ traces: {} })).toMatch(/got no traces, expected those of 1 updates of adam/);
    expect(put({ updates: -1 })).toMatch(/updates: got -1/);
    expect(simulator.optimiserState()).toEqual({ ...state, traces });
  });
});

it('traces are freed with what they replace, and with the simulator', () => {
  const before = tfjs.live();
  const simulator = new BatchedSimulator(network, parameters, tfjs);
  for (let seed = 1; seed <= 2; seed++) train(simulator, byAdam, seed);
  const held = tfjs.live();
  for (let seed = 3; seed <= 5; seed++) train(simulator, byAdam, seed);
  simulator.setOptimiserState(simulator.optimiserState());
  expect(tfjs.live()).toBe(held);
  simulator.dispose();
  expect(tfjs.live()).toBe(before);
});
