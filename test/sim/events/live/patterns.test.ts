import { expect, it } from 'vitest';
import { randomBatch } from '../../../../src/lab/agreement.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Batch } from '../../../../src/sim/simulator.js';
import { added, ported, relaxing } from '../phases/patterned.js';

const units = (set: Batch['inputs']) =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));

it.each([
  ['ports that are added', relaxing(added)],
  ['ports and relays', parseNetwork(ported)],
])('lives in strict phases as the event engine presents it, bit for bit: %s', (_, network) => {
  const parameters = initialParameters(network, 2);
  const strictPhases = { sweep: 1, duration: 7 };
  const simulator = new LiveSimulator(network, parameters, {
    way: 'strict-phases',
    learningRate: 0.5,
    strictPhases,
  });
  const engine = new EventSimulator(network, parameters);
  for (let sample = 0; sample < 3; sample++) {
    const batch = randomBatch(network, 1, sample);
    const terms = { rule: phased(ar), relaxation: relaxationOf({ duration: 7 }), learningRate: 0.5 };
    const { outputs } = engine.train(batch, terms);
    simulator.present({ time: sample * 8, inputs: units(batch.inputs), targets: units(batch.targets) });
    simulator.runThrough(sample * 8 + 2);
    for (const [name, { data }] of Object.entries(outputs)) expect(simulator.answer(name)).toEqual(data);
  }
  simulator.runThrough(24);
  expect(simulator.parameters()).toEqual(engine.parameters());
});
