import { beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../../src/network/network.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import type { Simulator } from '../../src/sim/simulator.js';
import { variantOf } from '../../src/sim/variant.js';
import { randomBatch } from '../agreement/problems.js';
import { tried } from '../backends.js';

beforeAll(() => startBackend(tried));

const layer = { type: 'dense', units: 2, activation: 'linear' };
const network = parseNetwork({ input: [2], layers: [layer, layer], loss: 'mse' });
const engines: Readonly<Record<string, (network: Network, parameters: Parameters) => Simulator>> = {
  batched: (...given) => new BatchedSimulator(...given, tfjs),
  'events, synapse': (...given) => new EventSimulator(...given),
  'events, arbor': (...given) => new EventSimulator(...given, { grain: 'arbor' }),
};

describe.each(Object.keys(engines))('a loss that is not finite, on engine %s', (engine) => {
  it.each(['equilibrium', 'continuous'] as const)(
    'leaves no trace in the weights, plasticity %s',
    (plasticity) => {
      const rule = arVariant(variantOf({ plasticity }));
      const how = { rule, relaxation: relaxationOf({ solver: 'euler', steps: 3 }), learningRate: 0.1 };
      const make = () => engines[engine](network, initialParameters(network, 1));
      const [simulator, fresh] = [make(), make()];
      const before = simulator.parameters();
      const batch = randomBatch(network, 1, 1);
      // Its square is too large for a number of either precision.
      const large = { shape: [1, 2], data: Float64Array.of(engine === 'batched' ? 1e30 : 1e200, 1) };
      const { loss } = simulator.train({ ...batch, inputs: { input: large } }, how);
      expect(Number.isFinite(loss)).toBe(false);
      expect(simulator.parameters()).toEqual(before);
      simulator.train(batch, how);
      fresh.train(batch, how);
      expect(simulator.parameters()).toEqual(fresh.parameters());
      expect(simulator.parameters()).not.toEqual(before);
      for (const one of [simulator, fresh]) one.dispose();
    },
  );
});
