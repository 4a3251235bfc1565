import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { ep } from '../../../src/rules/ep.js';
import { pc } from '../../../src/rules/pc.js';
import { AwaitedBatchedSimulator } from '../../../src/sim/batched/awaited.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { batchedOn } from '../../../src/sim/batched/on-device.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { Rule } from '../../../src/sim/rule.js';
import { rules } from '../../../src/sim/rules.js';
import type { AnySimulator, LearningRates } from '../../../src/sim/simulator.js';
import { optimiser } from '../../../src/synapses/optimiser.js';
import { adam } from '../../../src/synapses/optimisers/adam.js';
import { randomBatch } from '../../agreement/problems.js';
import { loading } from '../../backends.js';
import { refusal } from '../../network/refusals.js';
import { readLater } from './later-device.js';

const layer = (units: number, activation: string) => ({ type: 'dense', units, activation });
const network = parseNetwork({
  input: [5],
  layers: [layer(7, 'tanh'), layer(6, 'relu'), layer(3, 'linear')],
  loss: 'cross-entropy',
});
const parameters = initialParameters(network, 3);
const batch = randomBatch(network, 4, 1);
const relaxation = relaxationOf({ steps: 6, stepSize: 0.3 });
const taught: Readonly<Record<string, Rule>> = {
  ar: rules.ar,
  bp: rules.bp,
  pc: phased(pc, { steps: 5 }),
  'continuous pc': phased(pc, { steps: 5, plasticity: 'continuous' }),
  ep: phased(ep, { freeSteps: 4, nudgedSteps: 2 }),
};
const rates: Readonly<Record<string, LearningRates>> = {
  sgd: { learningRate: 0.05 },
  adam: { learningRate: 0.01, optimiser: optimiser(adam) },
};
const presentation = { rule: rules.ar, relaxation, ...rates.adam };

/** All that a simulator answers, one call after the other. */
async function answers(simulator: AnySimulator, rule: Rule, rate: LearningRates): Promise<unknown[]> {
  const { learningRate } = rate;
  const relaxed = await simulator.relax(batch, { rule, relaxation, record: true, learningRate });
  const trained = [];
  for (const seed of [1, 2, 3])
    trained.push(await simulator.train(randomBatch(network, 4, seed), { rule, relaxation, ...rate }));
  const left = [await simulator.parameters(), await simulator.optimiserState()];
  const predicted = await simulator.predict(batch.inputs, rule);
  simulator.dispose();
  return [relaxed, trained, left, predicted];
}

describe.each(loading)('the batched engine on %s, read later', (backend) => {
  beforeAll(async () => void (await startBackend(backend)));
  let live = 0;
  beforeEach(() => {
    live = tfjs.live();
  });

  const cases = Object.keys(taught).flatMap((rule) =>
    Object.keys(rates)
      .filter((rate) => rate === 'sgd' || rule !== 'continuous pc')
      .map((rate) => [rule, rate] as const),
  );
  it.each(cases)(
    'answers what it answers at once, to the bit, and leaves nothing: %s, %s',
    async (rule, rate) => {
      const given = [taught[rule], rates[rate]] as const;
      const now = await answers(new BatchedSimulator(network, parameters, tfjs), ...given);
      expect(await answers(new AwaitedBatchedSimulator(network, parameters, readLater()), ...given)).toEqual(
        now,
      );
      expect(tfjs.live()).toBe(live);
    },
  );

  it('a loss that is no number is said, and nothing is learned from it', async () => {
    const simulator = new AwaitedBatchedSimulator(network, parameters, readLater());
    const entries = Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((weight) => 1e37 * weight) },
    ]);
    simulator.setParameters(Object.fromEntries(entries));
    const before = await simulator.parameters();
    const { loss } = await simulator.train(batch, presentation);
    expect(Number.isFinite(loss)).toBe(false);
    expect(await simulator.parameters()).toEqual(before);
    expect((await simulator.optimiserState()).updates).toBe(0);
    simulator.dispose();
    expect(tfjs.live()).toBe(live);
  });

  it('until it has answered other calls are refused, and then they are not', async () => {
    const simulator = new AwaitedBatchedSimulator(network, parameters, readLater());
    await simulator.train(batch, presentation);
    const state = await simulator.optimiserState();
    const calls: Record<string, () => unknown> = {
      parameters: () => simulator.parameters(),
      setParameters: () => simulator.setParameters(parameters),
      optimiserState: () => simulator.optimiserState(),
      setOptimiserState: () => simulator.setOptimiserState(state),
      predict: () => simulator.predict(batch.inputs),
      relax: () => simulator.relax(batch, presentation),
      train: () => simulator.train(batch, presentation),
    };
    for (const waiting of ['parameters', 'optimiserState', 'predict', 'relax', 'train']) {
      const answer = calls[waiting]();
      for (const [method, call] of Object.entries(calls)) {
        expect(await refusalOf(call)).toBe(
          `AwaitedBatchedSimulator.${method}: got a call while a presentation of AwaitedBatchedSimulator.${waiting} ` +
            'is under way, expected one at a time. Try await what it answers.',
        );
      }
      await answer;
    }
    expect((await simulator.optimiserState()).updates).toBe(2);
    simulator.dispose();
  });

  it('disposed of meanwhile, it refuses what was awaited, and leaves nothing', async () => {
    for (const rate of Object.values(rates)) {
      const simulator = new AwaitedBatchedSimulator(network, parameters, readLater());
      await simulator.train(batch, { ...presentation, ...rate });
      const answer = refusalOf(() => simulator.train(batch, { ...presentation, ...rate }));
      simulator.dispose();
      simulator.dispose();
      expect(await answer).toBe(
        'AwaitedBatchedSimulator.train: got a simulator that was disposed of meanwhile, ' +
          'expected one in use until it has answered.',
      );
      expect(tfjs.live()).toBe(live);
      expect(await refusalOf(() => simulator.train(batch, presentation))).toContain('has been disposed of');
    }
  });

  it('a device that fails fails the call; nothing is learned, and the next call goes on', async () => {
    const reads: { fault?: Error | undefined } = {};
    const simulator = new AwaitedBatchedSimulator(network, parameters, readLater(reads));
    const before = await simulator.parameters();
    reads.fault = new Error('device lost');
    await expect(simulator.train(batch, presentation)).rejects.toThrow('device lost');
    reads.fault = undefined;
    expect(await simulator.parameters()).toEqual(before);
    const { loss } = await simulator.train(batch, presentation);
    expect(loss).toBeGreaterThan(0);
    simulator.dispose();
    expect(tfjs.live()).toBe(live);
  });

  it('has the form that the device allows, and is refused the other', () => {
    const [now, later] = [tfjs, readLater()].map((device) => batchedOn(network, parameters, device));
    expect(now).toBeInstanceOf(BatchedSimulator);
    expect(later).toBeInstanceOf(AwaitedBatchedSimulator);
    for (const simulator of [now, later]) simulator.dispose();
    expect(refusal(() => new BatchedSimulator(network, parameters, readLater()))).toBe(
      'BatchedSimulator: got a device that is read later, expected one that is read at once. ' +
        'Try AwaitedBatchedSimulator.',
    );
  });
});

/** What a call refuses with, whether it throws or what it answers is rejected. */
async function refusalOf(call: () => unknown): Promise<string> {
  let caught: unknown;
  try {
    await call();
  } catch (error) {
    caught = error;
  }
  return refusal(() => {
    throw caught;
  });
}
