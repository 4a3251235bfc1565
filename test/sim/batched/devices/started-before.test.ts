import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { heard } from '../../../../src/sim/batched/devices/wasm/calls/listening.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import { randomBatch } from '../../../agreement/problems.js';

it('learns on a wasm backend that somebody else has started: nobody hears its calls, and all is asked each time', async () => {
  await tf.setBackend('wasm');
  await startBackend('wasm');
  expect(heard()).toBeUndefined();
  const network = parseNetwork({
    input: [6, 6, 1],
    layers: [
      { type: 'conv2d', filters: 2, kernel: 3, activation: 'tanh' },
      { type: 'maxPool2d', kernel: 2 },
      { type: 'sparse', units: 5, probability: 0.6, activation: 'tanh' },
      { type: 'dense', units: 2 },
    ],
    loss: 'mse',
  });
  const parameters = initialParameters(network, 1);
  const how = { rule: rules.ar, relaxation: relaxationOf({}), learningRate: 0.1 };
  const [batched, events] = [
    new BatchedSimulator(network, parameters, tfjs),
    new EventSimulator(network, parameters),
  ];
  for (let k = 0; k < 4; k++) {
    const batch = randomBatch(network, 3, k);
    for (const simulator of [batched, events]) simulator.train(batch, how);
  }
  for (const [name, { data }] of Object.entries(events.parameters()))
    for (const [k, weight] of batched.parameters()[name].data.entries())
      expect(weight).toBeCloseTo(data[k], 5);
});
