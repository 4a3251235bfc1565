import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/lab/runs/checkpoint.js';
import { firstStates } from '../../../src/lab/training/sample-states.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { ep } from '../../../src/rules/ep.js';
import { phased } from '../../../src/sim/phased.js';
import { rules } from '../../../src/sim/rules.js';
import type { Simulator } from '../../../src/sim/simulator.js';
import { goOn, tinyRun, trainAll, trainUntilInterrupted } from '../runs/runs.js';

const persistent = (engine: string, given: object = {}, options: object = {}) =>
  tinyRun({
    ...{ rule: 'ep', engine, relaxation: {}, ...given },
    ruleOptions: { initial: 'persistent', nudging: 'random-sign', freeSteps: 3, ...options },
  });
const saved = (directory: string) =>
  ['metrics.jsonl', 'checkpoint.safetensors'].map((name) =>
    readFileSync(join(directory, name)).toString('latin1'),
  );

describe.each(['batched', 'events'])('states that are kept of each training sample, engine %s', (engine) => {
  it('go on where a run was stopped, to the bit', async () => {
    const whole = saved(await trainAll(await persistent(engine)));
    const run = await persistent(engine);
    await trainUntilInterrupted(run, 5);
    expect(saved(await trainAll(await goOn(run.directory)))).toEqual(whole);
  });

  it('begin where the free phase of that sample ended: twice three steps are six', async () => {
    // Weights that do not move.
    const still = { learningRate: 1e-300, weightDecay: 0, limitTrainBatches: null };
    const twice = await trainAll(await persistent(engine, { ...still, epochs: 2 }));
    const once = await trainAll(await persistent(engine, { ...still, epochs: 1 }, { freeSteps: 6 }));
    const [two, one] = [twice, once].map((directory) => {
      const { network } = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'));
      return readCheckpoint(join(directory, 'checkpoint.safetensors'), parseNetwork(network)).states!;
    });
    expect(Object.keys(two)).toEqual(['layers.0.free', 'layers.1.free']);
    for (const [name, { shape, data }] of Object.entries(two)) {
      expect(shape[0]).toBe(30);
      expect(Math.max(...data)).toBeGreaterThan(0.01);
      for (const [i, value] of data.entries()) expect(value).toBeCloseTo(one[name].data[i], 6);
    }
  });
});

it('of more than fit are refused by name', () => {
  const network = parseNetwork({ input: [4], layers: [{ type: 'dense', units: 10 }], loss: 'mse' });
  const simulator = (engine: Simulator['engine']) => ({ network, engine }) as Simulator;
  const rule = phased(ep, { initial: 'persistent' });
  const most = 2 ** 30 / 40;
  expect(() => firstStates(simulator('batched'), rule, Math.ceil(most))).toThrow(
    /^rule ep, initial persistent: got 26843546 samples x 10 units x 4 bytes = 1073741840 bytes of states, expected at most/,
  );
  expect(() => firstStates(simulator('events'), rule, Math.ceil(most / 2))).toThrow(/x 8 bytes/);
  expect(firstStates(simulator('events'), rules.ep, 1e12)).toBeUndefined();
});
