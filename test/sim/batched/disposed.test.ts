import { expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { createSimulator } from '../../../src/sim/create.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

it('a batched simulator that has been disposed of refuses to be used', async () => {
  const network = parseNetwork(networks['skip connection']);
  const parameters = initialParameters(network, 1);
  const { simulator } = await createSimulator('batched', network, parameters, { backend: 'cpu' });
  const batch = randomBatch(network, 2, 1);
  const presentation = { rule: rules.ar, relaxation: relaxationOf(), learningRate: 0.1 };
  simulator.dispose();
  simulator.dispose();
  const calls = {
    parameters: () => simulator.parameters(),
    setParameters: () => simulator.setParameters(parameters),
    predict: () => simulator.predict(batch.inputs),
    relax: () => simulator.relax(batch, presentation),
    train: () => simulator.train(batch, presentation),
  };
  for (const [method, call] of Object.entries(calls)) {
    expect(refusal(call)).toContain(`BatchedSimulator.${method}: got a simulator that has been disposed of`);
  }
});
