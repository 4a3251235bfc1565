import { beforeAll, describe, expect, it } from 'vitest';
import { compareTraining } from '../../src/lab/agreement.js';
import { allPresentations } from '../../src/lab/named-presentations.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { tolerance } from '../../src/sim/tolerance.js';
import { tried } from '../backends.js';
import { deviation, trainVariant } from '../reference/index.js';
import { networks } from './networks.js';
import { referenceOptions } from './orders.js';
import { asSet, forReference, randomBatch } from './problems.js';

const learningRate = 0.1;
const stepping = relaxationOf({ steps: 30, stepSize: 0.2 });
const minibatches = (network: ReturnType<typeof parseNetwork>) =>
  Array.from({ length: 20 }, (_, i) => randomBatch(network, 4, 100 + i));

beforeAll(() => startBackend(tried));

const presentations = allPresentations(stepping);

describe.each(presentations)('twenty minibatches of training, $name', (presentation) => {
  it.each(Object.keys(networks))('both engines end with the same weights: %s', (name) => {
    const network = parseNetwork(networks[name]);
    const parameters = initialParameters(network, 6);
    const batched = new BatchedSimulator(network, parameters, tfjs);
    const events = new EventSimulator(network, parameters);
    const rows = compareTraining(batched, events, minibatches(network), { ...presentation, learningRate });
    for (const { quantity, difference } of rows) {
      expect(difference, quantity).toBeLessThanOrEqual(tolerance.trained);
    }
    batched.dispose();
  });
});

describe.each(presentations.filter(({ relaxation }) => relaxation.solver === 'euler'))(
  'twenty minibatches of training, $name',
  (presentation) => {
    it.each(Object.keys(networks))('the event engine ends with the weights of the reference: %s', (name) => {
      const network = parseNetwork(networks[name]);
      const parameters = initialParameters(network, 6);
      const batches = minibatches(network);
      const events = new EventSimulator(network, parameters);
      for (const batch of batches) events.train(batch, { ...presentation, learningRate });
      const want = trainVariant(networks[name], asSet(parameters), batches.map(forReference), {
        ...referenceOptions(networks[name], presentation.relaxation),
        learningRate,
      });
      const got = Object.entries(events.parameters()).map(([key, { data }]) => [key, data] as const);
      const goal = Object.entries(want).map(([key, { data }]) => [key, data] as const);
      expect(deviation(Object.fromEntries(got), Object.fromEntries(goal), 1e-300)).toBeLessThan(
        tolerance.float64,
      );
    });
  },
);
